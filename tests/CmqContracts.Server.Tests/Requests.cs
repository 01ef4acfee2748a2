namespace CmqContracts.Server.Tests;

/// <summary>A well-formed request of every v2 action.</summary>
internal static class Requests
{
    /// <param name="queue">The queue that is worked on.</param>
    /// <param name="deadLetterQueue">A second queue, for the actions on dead letters.</param>
    /// <param name="body">What is sent.</param>
    public static IEnumerable<(string Action, (string Name, string Value)[] Values)> OfEveryAction(string queue, string deadLetterQueue, string body = "body")
    {
        (string, string) name = ("queueName", queue);
        yield return ("CreateQueue", [("queueName", queue + "-new")]);
        yield return ("ListQueue", []);
        yield return ("GetQueueAttributes", [name]);
        yield return ("SetQueueAttributes", [name, ("visibilityTimeout", "20")]);
        yield return ("SendMessage", [name, ("msgBody", body)]);
        yield return ("BatchSendMessage", [name, ("msgBody.0", body), ("msgBody.1", body)]);
        yield return ("ReceiveMessage", [name]);
        yield return ("BatchReceiveMessage", [name, ("numOfMsg", "16")]);
        yield return ("DeleteMessage", [name, ("receiptHandle", "4503599627370501")]);
        yield return ("BatchDeleteMessage", [name, ("receiptHandle.0", "4503599627370501")]);
        yield return ("RewindQueue", [name, ("startConsumeTime", "1488719262")]);
        yield return ("QueryQueueRoute", [name]);
        yield return ("ListDeadLetterSourceQueues", [("deadLetterQueueName", deadLetterQueue)]);
        yield return ("UnbindDeadLetterQueue", [name]);
        yield return ("ClearQueue", [name]);
        yield return ("DeleteQueue", [name]);
    }
}
