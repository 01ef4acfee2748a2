// Loaded before a client whose hosts are fixed: it redirects connections to the cloud to the server under test. The bytes that the client
// writes, Host header and signature included, are not changed.
'use strict';
const net = require('net');

const cloud = /\.(api\.qcloud\.com|api\.tencentyun\.com|tencentcloudapi\.com)$/;
const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function (...args) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (options && cloud.test(options.host)) {
    options.host = '127.0.0.1';
    options.port = Number(process.env.CMQ_TEST_PORT);
  }
  return connect.apply(this, args);
};
