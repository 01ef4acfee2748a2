using System.Globalization;

namespace CmqContracts;

/// <summary>The errors of CMQ's queues, spelled as the service spells them.</summary>
/// <remarks>Source: CMQ document 406/5903 and the pages of the actions.</remarks>
public static partial class CmqErrors
{
    /// <summary>A value is not what the parameter means and no other error says so.</summary>
    public static CmqError InvalidRequestParameters { get; } = new(4000, 10000, "invalid request parameters");

    /// <summary>A queue name breaks the rules for names.</summary>
    public static CmqError QueueNameFormatError { get; } = new(4000, 10020, "queue name format error");

    /// <summary>A message without a body.</summary>
    public static CmqError MessageBodyEmpty { get; } = new(4000, 10120, "message body can't be empty");

    /// <summary>A request without an action.</summary>
    public static CmqError ActionDoesNotExist { get; } = new(4000, 10280, "action is not existed");

    /// <summary>A request that is not a readable form, or too long.</summary>
    public static CmqError CannotParseRequest { get; } = new(4000, 10420, "cannot parse request, or request size is more than 1MB");

    /// <summary>A delay outside its range.</summary>
    public static CmqError DelaySecondsOutOfRange { get; } = new(4000, 10692, "delay seconds is out of range");

    /// <summary>A rewind to a time outside the window.</summary>
    public static CmqError InvalidRewindTime { get; } = new(4000, 10680, "invalid rewind time, you can get the vaild range of that via GetQueueAttributes");

    /// <summary>A rewind time longer than the retention.</summary>
    public static CmqError RewindSecondsGreaterThanMsgRetentionSeconds { get; } = new(4000, 10700, "rewindSeconds cannot be greater than msgRetentionSeconds");

    /// <summary>A dead-letter policy that is not JSON.</summary>
    public static CmqError DeadLetterPolicyMustBeJson { get; } = new(4000, 10710, "deadLetterPolicy must be a json string");

    /// <summary>A dead-letter policy with a count or time outside its range.</summary>
    public static CmqError DeadLetterPolicyParamsError { get; } = new(4000, 10720, "deadLetterPolicy params error,please check it");

    /// <summary>The dead-letter queue does not exist, or there is none to unbind.</summary>
    public static CmqError DeadLetterQueueDoesNotExist { get; } = new(4000, 10730, "deadLetter queue not exist");

    /// <summary>A dead-letter queue that has, or would get, a dead-letter queue itself.</summary>
    public static CmqError DeadLetterQueueNotAllowedToNest { get; } = new(4000, 10740, "deadLetter queue is not allowed to nest");

    /// <summary>Deleting a queue that serves as dead-letter queue.</summary>
    public static CmqError QueueIsDeadLetterQueue { get; } = new(4000, 10750, "it is not allowed to be deleted when the queue is dead letter queue");

    /// <summary>A dead-letter policy without the queue's name.</summary>
    public static CmqError DeadLetterPolicyMustHaveDeadLetterQueue { get; } = new(4000, 10760, "the deadLetterPolicy must has deadLetterQueue member, only be a string");

    /// <summary>A dead-letter policy whose policy is neither 0 nor 1.</summary>
    public static CmqError DeadLetterPolicyMustHavePolicy { get; } = new(4000, 10770, "the deadLetterPolicy must has policy member , only set 0 or 1");

    /// <summary>A dead-letter queue that serves as many queues as it may.</summary>
    public static CmqError DeadLetterQueueBoundTooManyTimes { get; } = new(4000, 10780, "the deadLetter Queue bind too many times");

    /// <summary>The secret id's form is wrong.</summary>
    public static CmqError SecretIdDoesNotBeginWithAkid { get; } = new(4000, 10450, "secret id dosen't begin with AKID");

    /// <summary>The key may not do this.</summary>
    public static CmqError NoCamAuthentication { get; } = new(4000, 10461, "no cam authentication");

    /// <summary>The signature does not match the request, or its timestamp is too far off.</summary>
    public static CmqError AuthenticationFailed { get; } = new(4100, 10030, "authentication failed");

    /// <summary>The key is disabled.</summary>
    public static CmqError SecretIdStatusError { get; } = new(4100, 10080, "secret id status error");

    /// <summary>The secret id is unknown.</summary>
    public static CmqError SecretIdDoesNotExist { get; } = new(4100, 10270, "secret id is not existed");

    /// <summary>A body above the queue's maxMsgSize.</summary>
    public static CmqError MaximumMessageSizeExceeded { get; } = new(4400, 10230, "exceed maximum message size");

    /// <summary>The queue holds as many messages as it may (maxMsgHeapNum).</summary>
    public static CmqError MaximumMessageRetentionNumberReached { get; } = new(4410, 10240, "reach maximum retention number of message");

    /// <summary>Too many requests in a second.</summary>
    public static CmqError QpsThrottling { get; } = new(4420, 10250, "qps throttling");

    /// <summary>A receipt handle that is unknown, superseded by a later receive, or past its visibility.</summary>
    public static CmqError ReceiptHandleInvalid { get; } = new(4430, 10260, "receipt handle is invalid");

    /// <summary>The receipt handle is not one.</summary>
    public static CmqError ReceiptHandleError { get; } = new(4000, 10470, "receiptHandle error");

    /// <summary>No such queue.</summary>
    public static CmqError QueueDoesNotExist { get; } = new(4440, 10100, "queue is not existed, or deleted");

    /// <summary>The account has as many queues as it may.</summary>
    public static CmqError NumberOfQueuesReachedLimit { get; } = new(4450, 10220, "number of queues has reached the limit");

    /// <summary>The name is taken, ignoring case.</summary>
    public static CmqError QueueAlreadyExists { get; } = new(4460, 10210, "queue is already existed");

    /// <summary>The bodies of a batch are too large together.</summary>
    public static CmqError TotalMessageSizeExceeded { get; } = new(4470, 10300, "total message size exceed 1MB");

    /// <summary>Too many control actions.</summary>
    public static CmqError InterfaceFrequencyLimitExceeded { get; } = new(4480, 10460, "exceed interface frequency limit, please slow down");

    /// <summary>The service failed.</summary>
    public static CmqError ServerInternalError { get; } = new(6000, 10050, "server internal error");

    /// <summary>Some handles of a batch delete failed.</summary>
    public static CmqError DeleteMessagePartiallyFailed { get; } = new(6010, 10150, "delete message partially failed");

    /// <summary>All handles of a batch delete failed.</summary>
    public static CmqError BatchDeleteMessageFailed { get; } = new(6020, 10290, "batch delete message failed");

    /// <summary>The name of a queue that was deleted a moment ago.</summary>
    public static CmqError PreviousQueueNotReleased { get; } = new(6040, 10660, "it will take some time to release resources of previous queue before you create a new one with the same name, please try later");

    /// <summary>Rewind is off (rewindSeconds is 0).</summary>
    public static CmqError QueueCannotBeRewound { get; } = new(6050, 10670, "your queue cannot be rewinded");

    /// <summary>Too many messages in flight.</summary>
    public static CmqError TooManyUnackedOrDelayedMessages { get; } = new(6070, 10690, "too many unacked(inactive) messages or delayed messages");

    /// <summary>A receive found nothing. Never thrown by <see cref="ICmqService"/>: there it is an empty list.</summary>
    public static CmqError NoMessage { get; } = new(7000, 10200, "no message");

    /// <summary>A parameter whose name cannot be read, such as <c>msgBody.x</c>.</summary>
    public static CmqError ParameterKeyFormatError(string parameter) => Create(4000, 10310, "error: parameter {0} key format error", parameter);

    /// <summary>A single value that was sent twice or as an array.</summary>
    public static CmqError ParameterNotRepeatable(string parameter) => Create(4000, 10330, "parameter {0} is NOT a repeatable parameter", parameter);

    /// <summary>A number or a length outside its range.</summary>
    public static CmqError ParameterOutOfRange(string parameter) => Create(4000, 10350, "parameter {0} value or length is out of range", parameter);

    /// <summary>A value that is not a number.</summary>
    public static CmqError ParameterTypeError(string parameter) => Create(4000, 10360, "parameter {0} error type", parameter);

    /// <summary>More entries than a batch may have, or none.</summary>
    public static CmqError ParameterBatchSizeOutOfRange(string parameter) => Create(4000, 10370, "{0} parameter batch size is out of range", parameter);

    /// <summary>A gap in the indexes of a list.</summary>
    public static CmqError ParameterNotConsecutive(string parameter) => Create(4000, 10380, "{0} parameter is not consequent", parameter);

    /// <summary>A required parameter is missing.</summary>
    public static CmqError RequiredParameterMissing(string parameter) => Create(4000, 10390, "lacked of required parameter {0}", parameter);

    /// <summary>An HTTP method other than GET and POST.</summary>
    public static CmqError UnexpectedHttpMethod(string method) => Create(4000, 10410, "unexpected http {0} only GET or POST is supported", method);

    /// <summary>An unknown action.</summary>
    public static CmqError ActionNameDoesNotExist(string action) => Create(4000, 10430, "action name {0} is not existed", action);

    private static CmqError Create(int code, int moduleCode, string format, string value) =>
        new(code, moduleCode, string.Format(CultureInfo.InvariantCulture, format, value));
}
