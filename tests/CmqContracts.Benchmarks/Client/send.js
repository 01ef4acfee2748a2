// Sends with the npm client cmq-sdk, one message at a time, and prints how many it sends in a second of its processor time.
'use strict';
const { CMQ } = require('cmq-sdk');

const [count, msgBody] = [Number(process.env.CMQ_FIGURE_COUNT), process.env.CMQ_FIGURE_BODY];
const cmq = CMQ.NEW({ secretId: process.env.CMQ_TEST_ID, secretKey: process.env.CMQ_TEST_KEY, path: '/v2/index.php', extranet: false, region: 'gz', signatureMethod: 'HmacSHA1' });

async function send(messages) {
  for (let i = 0; i < messages; i++) {
    const answer = await cmq.sendMessage({ queueName: 'figure-orders', msgBody });
    if (answer.code !== 0) throw new Error(answer.message);
  }
}

(async () => {
  await send(count / 4);
  const before = process.cpuUsage();
  await send(count);
  const { user, system } = process.cpuUsage(before);
  console.log(count / ((user + system) / 1e6));
})().catch((error) => {
  console.error(String(error));
  process.exit(1);
});
