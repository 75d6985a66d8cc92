<?php
$curl = curl_init(getenv('URL'));
curl_setopt_array($curl, [
    CURLOPT_USERAGENT => getenv('AGENT'), CURLOPT_RETURNTRANSFER => true, CURLOPT_FAILONERROR => true,
    CURLOPT_TIMEOUT => 20, CURLOPT_ENCODING => '',
]);
$body = curl_exec($curl);
fwrite(STDERR, curl_error($curl) . "\n");
exit($body === false ? 1 : 0);
