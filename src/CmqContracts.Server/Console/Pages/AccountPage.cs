using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace CmqContracts.Server.Pages;

/// <summary>A page about what an account has. To those who may not see the account it does not exist.</summary>
public abstract class AccountPage : ConsolePage
{
    /// <summary>The account, from the path only.</summary>
    [FromRoute]
    public string Account { get; set; } = "";

    internal ICmqService Service => Console.Backend.GetService(Account);

    internal ICmqInspector Inspector => Console.InspectorOf(Account, Session!);

    /// <summary>The inspector without masks, for bodies that are sent and never shown.</summary>
    internal ICmqInspector Stored => Console.Backend.GetInspector(Account);

    internal CmqLimits Limits => Console.Backend.Limits;

    /// <summary>Whether the user may read bodies.</summary>
    internal bool SeesBodies => Session!.May(CmqKeyAccess.Inspect);

    /// <summary>Whether the user may change anything.</summary>
    internal bool MayChange => Session!.May(CmqKeyAccess.Full);

    /// <summary>Whether the request changes nothing.</summary>
    internal virtual bool IsLook => HttpMethods.IsGet(Request.Method) || HttpMethods.IsHead(Request.Method);

    internal string Home => $"{Request.PathBase}/accounts/{Uri.EscapeDataString(Account)}";

    internal string PathOfQueue(string queue) => $"{Home}/queues/{Uri.EscapeDataString(queue)}";

    internal string PathOfTopic(string topic) => $"{Home}/topics/{Uri.EscapeDataString(topic)}";

    /// <summary>A body as the user sees it, for bodies that do not come from <see cref="Inspector"/>.</summary>
    internal virtual ReadOnlyMemory<byte> Masked(ReadOnlyMemory<byte> body) => Console.Show(body, Session!);

    internal void Changed(string change) => LogChange(Account, change);

    internal override async ValueTask<IActionResult?> RefuseAsync()
    {
        if (!Session!.MaySee(Account) || !(await Console.ListAccountsAsync(Session, Aborted).ConfigureAwait(false)).Contains(Account, StringComparer.Ordinal))
            return Fail(StatusCodes.Status404NotFound, "There is no such account.");
        if (!IsLook && !MayChange)
            return Fail(StatusCodes.Status403Forbidden, $"The access of this key is {Session.Access}; changes need {nameof(CmqKeyAccess.Full)}.");
        return null;
    }

    /// <summary>The names of the account's queues, the first of them when there are very many, to choose from.</summary>
    internal async Task<IReadOnlyList<string>> ListQueueNamesAsync() =>
        [.. (await Service.ListQueuesAsync(new ListQueuesRequest { Limit = (int)Limits.ListLimit.Maximum }, Aborted).ConfigureAwait(false)).Queues.Select(static queue => queue.QueueName)];
}
