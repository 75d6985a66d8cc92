import https from 'node:https';

const request = https.get(process.env.URL, { headers: { 'User-Agent': process.env.AGENT } }, (response) => {
    response.resume();
    process.exitCode = response.statusCode === 200 ? 0 : 1;
});
request.setTimeout(20000, () => request.destroy(new Error('timed out')));
