// qcloudapi-sdk 0.2.1: GET and POST, any action by name, lists from 0 (or as the caller numbers them), Connection: close.
'use strict';
const Capi = require('qcloudapi-sdk');
const { report, text, timed } = require('./report');

function connect(secretKey) {
  const capi = new Capi({
    SecretId: process.env.CMQ_TEST_ID,
    SecretKey: secretKey,
    Region: 'gz',
    serviceType: 'cmq-queue-gz',
    host: '127.0.0.1:' + process.env.CMQ_TEST_PORT,
    protocol: 'http',
    method: process.env.CMQ_TEST_VERB,
    path: process.env.CMQ_TEST_PATH,
    signatureMethod: process.env.CMQ_TEST_METHOD,
  });
  return (Action, values) => new Promise((resolve, reject) =>
    capi.request({ Action, ...values }, capi.defaults, (error, body) => (error ? reject(error) : resolve(body))));
}

async function queues() {
  const ask = connect(process.env.CMQ_TEST_KEY);
  const queueName = 'orders';

  report('create', await ask('CreateQueue', { queueName, visibilityTimeout: 60, maxMsgHeapNum: 10000000, rewindSeconds: 3600 }));
  report('create again', await ask('CreateQueue', { queueName }));
  report('list', await ask('ListQueue', { searchWord: undefined, offset: 0, limit: 10 }));
  report('set', await ask('SetQueueAttributes', { queueName, visibilityTimeout: 45, pollingWaitSeconds: 1 }));
  report('attributes', await ask('GetQueueAttributes', { queueName }));

  report('send', await ask('SendMessage', { queueName, msgBody: text }));
  const received = await ask('ReceiveMessage', { queueName, pollingWaitSeconds: 3 });
  report('receive', received);
  report('delete', await ask('DeleteMessage', { queueName, receiptHandle: received.receiptHandle }));
  report('delete again', await ask('DeleteMessage', { queueName, receiptHandle: received.receiptHandle }));

  const bodies = Array.from({ length: 16 }, (_, i) => `body ${i}`);
  report('batch send', await ask('BatchSendMessage', { queueName, msgBody: bodies }));
  const batch = await ask('BatchReceiveMessage', { queueName, numOfMsg: 16 });
  report('batch receive', batch);
  const handles = batch.msgInfoList.map((message) => message.receiptHandle);
  const fromOne = Object.fromEntries(handles.slice(0, 15).map((handle, i) => [`receiptHandle.${i + 1}`, handle]));
  report('batch delete', await ask('BatchDeleteMessage', { queueName, ...fromOne }));
  report('batch delete partly', await ask('BatchDeleteMessage', { queueName, receiptHandle: handles.slice(14) }));
  report('batch of 17', await ask('BatchSendMessage', { queueName, msgBody: [...bodies, 'one too many'] }));

  report('send with @', await ask('SendMessage', { queueName, msgBody: '@home' }));
  report('receive with @', await ask('ReceiveMessage', { queueName }));
  report('send later', await ask('SendMessage', { queueName, msgBody: 'later', delaySeconds: 2 }));
  report('receive at once', await ask('ReceiveMessage', { queueName, pollingWaitSeconds: 0 }));
  report('receive later', await ask('ReceiveMessage', { queueName, pollingWaitSeconds: 5 }));
  report('wait in vain', await timed(() => ask('ReceiveMessage', { queueName, pollingWaitSeconds: 1 })));
  report('wait as the queue says', await timed(() => ask('BatchReceiveMessage', { queueName, numOfMsg: 2 })));

  report('rewind', await ask('RewindQueue', { queueName, startConsumeTime: Math.floor(Date.now() / 1000) - 3000 }));
  report('receive rewound', await ask('ReceiveMessage', { queueName }));

  report('wrong key', await connect('wrong')('ListQueue', {}));
  report('absent', await ask('SendMessage', { queueName: 'absent', msgBody: 'x' }));
  report('remove', await ask('DeleteQueue', { queueName }));
  report('removed', await ask('GetQueueAttributes', { queueName }));
}

async function topics() {
  const ask = connect(process.env.CMQ_TEST_KEY);
  const topicName = 'news';
  const orders = { topicName, subscriptionName: 'to-orders' };

  await ask('CreateQueue', { queueName: 'orders' });
  report('create', await ask('CreateTopic', { topicName, maxMsgSize: 4096, filterType: 1 }));
  report('create again', await ask('CreateTopic', { topicName }));
  report('publish to nobody', await ask('PublishMessage', { topicName, msgBody: text, routingKey: undefined }));
  report('subscribe', await ask('Subscribe', { ...orders, protocol: 'queue', endpoint: 'orders', notifyStrategy: 'BACKOFF_RETRY', notifyContentFormat: 'SIMPLIFIED', filterTag: ['vip', 'new'] }));
  report('list subscriptions', await ask('ListSubscriptionByTopic', { topicName, searchWord: 'orders', offset: 0, limit: 10 }));
  report('publish', await ask('PublishMessage', { topicName, msgBody: text, msgTag: ['vip'] }));
  report('publish unwanted', await ask('PublishMessage', { topicName, msgBody: 'x', msgTag: ['old'] }));
  report('batch publish', await ask('BatchPublishMessage', { topicName, msgBody: ['a', 'b'], 'msgTag.1': 'new', 'msgTag.2': 'old' }));
  report('receive', await ask('BatchReceiveMessage', { queueName: 'orders', numOfMsg: 16 }));
  report('set subscription', await ask('SetSubscriptionAttributes', { ...orders, notifyStrategy: 'EXPONENTIAL_DECAY_RETRY', filterTag: ['vip'] }));
  report('subscription', await ask('GetSubscriptionAttributes', orders));
  report('clear tags', await ask('ClearSUbscriptionFIlterTags', orders));
  report('publish untagged', await ask('PublishMessage', { topicName, msgBody: 'untagged' }));
  report('set', await ask('SetTopicAttributes', { topicName, maxMsgSize: 8192 }));
  report('attributes', await ask('GetTopicAttributes', { topicName }));
  report('list', await ask('ListTopic', { searchWord: 'new', offset: 0, limit: 10 }));
  report('remove too early', await ask('DeleteTopic', { topicName }));
  report('unsubscribe', await ask('Unsubscribe', orders));
  report('remove', await ask('DeleteTopic', { topicName }));

  report('create keyed', await ask('CreateTopic', { topicName, filterType: 2 }));
  await ask('Subscribe', { ...orders, protocol: 'queue', endpoint: 'orders', bindingKey: ['order.*.paid', 'stock.#'] });
  report('publish with key', await ask('PublishMessage', { topicName, msgBody: 'x', routingKey: 'order.1.paid' }));
  report('publish with other key', await ask('PublishMessage', { topicName, msgBody: 'x', routingKey: 'order.paid' }));
}

process.env.CMQ_TEST_PART === 'topics' ? topics() : queues();
