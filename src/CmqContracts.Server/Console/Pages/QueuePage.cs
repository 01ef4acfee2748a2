using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace CmqContracts.Server.Pages;

/// <summary>A page about a queue.</summary>
public abstract class QueuePage : AccountPage
{
    /// <summary>How many names a field suggests: more make the page large, and nobody reads them.</summary>
    private const int MaxNames = 500;

    /// <summary>The queue.</summary>
    [FromRoute]
    public string Queue { get; set; } = "";

    internal QueueDescription Description { get; private set; } = null!;

    internal QueueAttributes Attributes => Description.Attributes;

    internal string Path => PathOfQueue(Queue);

    /// <summary>The names of the account's queues, for fields that name one.</summary>
    internal async Task<IEnumerable<string>> ListQueuesAsync() => (await Console.Feeds.Of(Account).LookAsync().WaitAsync(Aborted).ConfigureAwait(false)).Queues.Take(MaxNames).Select(static queue => queue.Name);

    internal override async ValueTask<IActionResult?> RefuseAsync()
    {
        if (await base.RefuseAsync().ConfigureAwait(false) is { } refusal)
            return refusal;
        QueueDescriptionList found = await Inspector.DescribeQueuesAsync(new DescribeQueuesRequest { QueueNames = [Queue] }, Aborted).ConfigureAwait(false);
        if (found.Queues.Count == 0)
            return Fail(StatusCodes.Status404NotFound, $"There is no queue '{Queue}' in this account.");
        Description = found.Queues[0];
        return null;
    }
}
