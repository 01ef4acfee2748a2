// tencentcloud-sdk-nodejs 4.1.313: API 3.0, which controls queues and topics and sends; what it sent is received by v2.
'use strict';
const { tdmq } = require('tencentcloud-sdk-nodejs');
const Capi = require('qcloudapi-sdk');
const { report, text } = require('./report');

function connect(secretKey) {
  return new tdmq.v20200217.Client({
    credential: { secretId: process.env.CMQ_TEST_ID, secretKey },
    region: 'ap-guangzhou',
    profile: {
      signMethod: process.env.CMQ_TEST_METHOD,
      httpProfile: {
        endpoint: process.env.CMQ_TEST_HOST || '127.0.0.1:' + process.env.CMQ_TEST_PORT,
        protocol: 'http://',
        reqMethod: process.env.CMQ_TEST_VERB,
        reqTimeout: 30,
      },
    },
  });
}

function v2(Action, values) {
  const capi = new Capi({
    SecretId: process.env.CMQ_TEST_ID,
    SecretKey: process.env.CMQ_TEST_KEY,
    host: '127.0.0.1:' + process.env.CMQ_TEST_PORT,
    protocol: 'http',
  });
  return new Promise((resolve, reject) => capi.request({ Action, ...values }, (error, body) => (error ? reject(error) : resolve(body))));
}

async function refused(call) {
  try {
    return { accepted: await call };
  } catch (error) {
    return { code: error.code, message: error.message, requestId: error.requestId };
  }
}

async function queues() {
  const client = connect(process.env.CMQ_TEST_KEY);
  const QueueName = 'orders';

  report('create', await client.CreateCmqQueue({ QueueName, VisibilityTimeout: 60, RewindSeconds: 3600, Tags: [{ TagKey: 'team', TagValue: 'a' }] }));
  report('create again', await refused(client.CreateCmqQueue({ QueueName })));
  report('create bad', await refused(client.CreateCmqQueue({ QueueName: '1st' })));
  report('create nothing', await refused(client.CreateCmqQueue({})));
  report('modify', await client.ModifyCmqQueueAttribute({ QueueName, VisibilityTimeout: 45 }));
  report('describe', await client.DescribeCmqQueueDetail({ QueueName }));
  report('describe absent', await refused(client.DescribeCmqQueueDetail({ QueueName: 'absent' })));

  report('send', await client.SendCmqMsg({ QueueName, MsgContent: text }));
  const received = await v2('ReceiveMessage', { queueName: QueueName });
  report('receive', received);
  report('delete', await v2('DeleteMessage', { queueName: QueueName, receiptHandle: received.receiptHandle }));
  report('rewind', await client.RewindCmqQueue({ QueueName, StartConsumeTime: Math.floor(Date.now() / 1000) - 3000 }));
  report('send later', await client.SendCmqMsg({ QueueName, MsgContent: 'later', DelaySeconds: 600 }));
  report('describe messages', await client.DescribeCmqQueueDetail({ QueueName }));
  report('send too late', await refused(client.SendCmqMsg({ QueueName, MsgContent: 'x', DelaySeconds: 4000 })));
  report('clear', await client.ClearCmqQueue({ QueueName }));

  report('create source', await client.CreateCmqQueue({ QueueName: 'source', DeadLetterQueueName: QueueName, Policy: 0, MaxReceiveCount: 3 }));
  report('describe source', await client.DescribeCmqQueueDetail({ QueueName: 'source' }));
  report('list', await client.DescribeCmqQueues({ Offset: 0, Limit: 10, QueueNameList: ['orders', 'source'] }));
  report('remove too early', await refused(client.DeleteCmqQueue({ QueueName })));
  report('unbind', await client.UnbindCmqDeadLetter({ SourceQueueName: 'source' }));
  report('remove', await client.DeleteCmqQueue({ QueueName }));
  report('wrong key', await refused(connect('wrong').DescribeCmqQueues({})));
}

async function topics() {
  const client = connect(process.env.CMQ_TEST_KEY);
  const TopicName = 'news';
  const orders = { TopicName, SubscriptionName: 'to-orders' };

  await client.CreateCmqQueue({ QueueName: 'orders' });
  report('create', await client.CreateCmqTopic({ TopicName, MaxMsgSize: 4096, FilterType: 1 }));
  report('create again', await refused(client.CreateCmqTopic({ TopicName })));
  report('publish to nobody', await refused(client.PublishCmqMsg({ TopicName, MsgContent: 'x' })));
  report('subscribe', await client.CreateCmqSubscribe({ ...orders, Protocol: 'queue', Endpoint: 'orders', NotifyContentFormat: 'SIMPLIFIED', FilterTag: ['vip', 'new'] }));
  report('subscribe again', await refused(client.CreateCmqSubscribe({ ...orders, Protocol: 'queue', Endpoint: 'orders' })));
  report('publish', await client.PublishCmqMsg({ TopicName, MsgContent: text, MsgTag: ['vip'] }));
  report('receive', await v2('BatchReceiveMessage', { queueName: 'orders', numOfMsg: 16 }));
  report('modify subscription', await client.ModifyCmqSubscriptionAttribute({ ...orders, NotifyStrategy: 'BACKOFF_RETRY', NotifyContentFormat: 'SIMPLIFIED', FilterTags: ['vip'], BindingKey: [] }));
  report('subscriptions', await client.DescribeCmqSubscriptionDetail({ TopicName, Offset: 0, Limit: 10, SubscriptionName: 'orders' }));
  report('clear tags', await client.ClearCmqSubscriptionFilterTags(orders));
  report('modify', await client.ModifyCmqTopicAttribute({ TopicName, MaxMsgSize: 8192 }));
  report('describe', await client.DescribeCmqTopicDetail({ TopicName }));
  report('list', await client.DescribeCmqTopics({ Offset: 0, Limit: 10, TopicName: 'new' }));
  report('remove too early', await refused(client.DeleteCmqTopic({ TopicName })));
  report('unsubscribe', await client.DeleteCmqSubscribe(orders));
  report('remove', await client.DeleteCmqTopic({ TopicName }));
  report('removed', await refused(client.DescribeCmqTopicDetail({ TopicName })));
}

process.env.CMQ_TEST_PART === 'topics' ? topics() : queues();
