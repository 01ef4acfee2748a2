// cmq-sdk 2.1.0: POST only, hosts fixed, lists from 0, one options object per call.
'use strict';
const { CMQ } = require('cmq-sdk');
const { report, text, timed } = require('./report');

function connect(secretKey) {
  return CMQ.NEW({
    secretId: process.env.CMQ_TEST_ID,
    secretKey,
    path: '/v2/index.php',
    extranet: false,
    region: 'gz',
    signatureMethod: process.env.CMQ_TEST_METHOD,
  });
}

async function queues() {
  const cmq = connect(process.env.CMQ_TEST_KEY);
  const queueName = 'orders';

  report('create', await cmq.createQueue({ queueName, visibilityTimeout: 60, rewindSeconds: 3600 }));
  report('create again', await cmq.createQueue({ queueName }));
  report('list', await cmq.listQueue({ searchWord: 'ord', offset: 0, limit: 10 }));
  report('set', await cmq.setQueueAttributes({ queueName, visibilityTimeout: 45, pollingWaitSeconds: 1 }));
  report('attributes', await cmq.getQueueAttributes({ queueName }));

  report('send', await cmq.sendMessage({ queueName, msgBody: text }));
  const received = await cmq.receiveMessage({ queueName, pollingWaitSeconds: 3 });
  report('receive', received);
  report('delete', await cmq.deleteMessage({ queueName, receiptHandle: received.receiptHandle }));
  report('delete again', await cmq.deleteMessage({ queueName, receiptHandle: received.receiptHandle }));

  const bodies = Array.from({ length: 16 }, (_, i) => `body ${i}`);
  report('batch send', await cmq.batchSendMessage({ queueName, msgBody: bodies }));
  const batch = await cmq.batchReceiveMessage({ queueName, numOfMsg: 16 });
  report('batch receive', batch);
  const handles = batch.msgInfoList.map((message) => message.receiptHandle);
  report('batch delete', await cmq.batchDeleteMessage({ queueName, receiptHandle: handles.slice(0, 15) }));
  report('batch delete partly', await cmq.batchDeleteMessage({ queueName, receiptHandle: handles.slice(14) }));
  report('batch of 17', await cmq.batchSendMessage({ queueName, msgBody: [...bodies, 'one too many'] }));

  report('send with @', await cmq.sendMessage({ queueName, msgBody: '@home' }));
  report('receive with @', await cmq.receiveMessage({ queueName }));
  report('send later', await cmq.sendMessage({ queueName, msgBody: 'later', delaySeconds: 2 }));
  report('receive at once', await cmq.receiveMessage({ queueName, pollingWaitSeconds: 0 }));
  report('receive later', await cmq.receiveMessage({ queueName, pollingWaitSeconds: 5 }));
  report('wait in vain', await timed(() => cmq.receiveMessage({ queueName, pollingWaitSeconds: 1 })));
  report('wait as the queue says', await timed(() => cmq.batchReceiveMessage({ queueName, numOfMsg: 2 })));

  report('rewind', await cmq.rewindQueue({ queueName, startConsumeTime: Math.floor(Date.now() / 1000) - 3000 }));
  report('receive rewound', await cmq.receiveMessage({ queueName }));

  report('wrong key', await connect('wrong').listQueue({}));
  report('absent', await cmq.sendMessage({ queueName: 'absent', msgBody: 'x' }));
  report('remove', await cmq.deleteQueue({ queueName }));
  report('removed', await cmq.getQueueAttributes({ queueName }));
}

async function topics() {
  const cmq = connect(process.env.CMQ_TEST_KEY);
  const topicName = 'news';
  const orders = { topicName, subscriptionName: 'to-orders' };

  await cmq.createQueue({ queueName: 'orders' });
  report('create', await cmq.createTopic({ topicName, maxMsgSize: 4096, filterType: 1 }));
  report('create again', await cmq.createTopic({ topicName }));
  report('publish to nobody', await cmq.publishMessage({ topicName, msgBody: text }));
  report('subscribe', await cmq.subscribe({ ...orders, protocol: 'queue', endpoint: 'orders', notifyStrategy: 'BACKOFF_RETRY', notifyContentFormat: 'SIMPLIFIED', filterTag: ['vip', 'new'] }));
  report('list subscriptions', await cmq.listSubscriptionByTopic({ topicName, searchWord: 'orders', offset: 0, limit: 10 }));
  report('publish', await cmq.publishMessage({ topicName, msgBody: text, msgTag: ['vip'] }));
  report('publish unwanted', await cmq.publishMessage({ topicName, msgBody: 'x', msgTag: ['old'] }));
  report('batch publish', await cmq.batchPublishMessage({ topicName, msgBody: ['a', 'b'], msgTag: ['new', 'old'] }));
  report('receive', await cmq.batchReceiveMessage({ queueName: 'orders', numOfMsg: 16 }));
  report('set subscription', await cmq.setSubscriptionAttributes({ ...orders, notifyStrategy: 'EXPONENTIAL_DECAY_RETRY', filterTag: ['vip'] }));
  report('subscription', await cmq.getSubscriptionAttributes({ ...orders }));
  report('clear tags', await cmq.clearSubscriptionFilterTags({ ...orders }));
  report('publish untagged', await cmq.publishMessage({ topicName, msgBody: 'untagged' }));
  report('set', await cmq.setTopicAttributes({ topicName, maxMsgSize: 8192 }));
  report('attributes', await cmq.getTopicAttributes({ topicName }));
  report('list', await cmq.listTopic({ searchWord: 'new', offset: 0, limit: 10 }));
  report('remove too early', await cmq.deleteTopic({ topicName }));
  report('unsubscribe', await cmq.unsubscribe({ ...orders }));
  report('remove', await cmq.deleteTopic({ topicName }));

  report('create keyed', await cmq.createTopic({ topicName, filterType: 2 }));
  await cmq.subscribe({ ...orders, protocol: 'queue', endpoint: 'orders', bindingKey: ['order.*.paid', 'stock.#'] });
  report('publish with key', await cmq.publishMessage({ topicName, msgBody: 'x', routingKey: 'order.1.paid' }));
  report('publish with other key', await cmq.publishMessage({ topicName, msgBody: 'x', routingKey: 'order.paid' }));
}

process.env.CMQ_TEST_PART === 'topics' ? topics() : queues();
