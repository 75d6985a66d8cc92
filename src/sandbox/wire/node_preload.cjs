// Loaded by Node before the program (NODE_OPTIONS): versions before 22.21 and 24.5 read no variable for proxies, so
// connections to MET's hosts are led to the metstatus sandbox here. Names in TLS and HTTP stay as they are.
'use strict';
const net = require('node:net');
const ports = { 443: Number(process.env.METSTATUS_SANDBOX_HTTPS_PORT), 80: Number(process.env.METSTATUS_SANDBOX_HTTP_PORT) };
const connect = net.Socket.prototype.connect;
const isMet = (host) => /^(.+\.)?api\.met\.no\.?$/i.test(host);

net.Socket.prototype.connect = function (...given) {
    // net.connect and tls.connect give their arguments on as one array.
    const [first, ...rest] = Array.isArray(given[0]) ? given[0] : given;
    if (first && typeof first === 'object' && isMet(String(first.host)) && ports[first.port]) {
        const led = { ...first, host: '127.0.0.1', port: ports[first.port], lookup: undefined, path: undefined };
        // A callback may be missing, which is then a null in the array.
        return connect.call(this, led, ...rest.filter((callback) => typeof callback === 'function'));
    }
    return connect.apply(this, given);
};
