<?php
$context = stream_context_create(['http' => ['user_agent' => getenv('AGENT'), 'timeout' => 20]]);
exit(file_get_contents(getenv('URL'), false, $context) === false ? 1 : 0);
