namespace CmqContracts.Server.Pages;

/// <summary>The last protocol requests, as a page shows them.</summary>
public sealed class RequestTable
{
    /// <summary>How many requests are shown unless all are asked for, so that a page that is taken anew each second is small.</summary>
    private const int FirstShown = 200;

    /// <summary>What <see cref="LoggedRequest.Code"/> is when a receive found nothing, which is no refusal.</summary>
    private const string NoMessage = "7000";

    private RequestTable()
    {
    }

    /// <summary>The requests that are shown, the newest first; <see langword="null"/>: this console knows of none.</summary>
    internal IReadOnlyList<LoggedRequest>? Requests { get; private init; }

    /// <summary>How many match.</summary>
    internal int Found { get; private init; }

    /// <summary>How many there are.</summary>
    internal int Total { get; private init; }

    /// <summary>The actions that can be chosen.</summary>
    internal IReadOnlyList<string> Actions { get; private init; } = [];

    internal bool IsRefusedOnly { get; private init; }

    internal string? Action { get; private init; }

    /// <summary>Whether the account of each request is shown.</summary>
    internal bool HasAccounts { get; private init; }

    /// <summary>The requests that are wanted.</summary>
    /// <param name="all">All that may be seen, the newest first; <see langword="null"/>: this console knows of none.</param>
    /// <param name="isRefusedOnly">Only those that were refused.</param>
    /// <param name="action">Only those of an action; <see langword="null"/> or empty: of any.</param>
    /// <param name="isWhole">All of them, not only the first.</param>
    /// <param name="hasAccounts">Whether the account of each request is shown.</param>
    internal static RequestTable Of(IReadOnlyList<LoggedRequest>? all, bool isRefusedOnly, string? action, bool isWhole, bool hasAccounts)
    {
        action = string.IsNullOrEmpty(action) ? null : action;
        List<LoggedRequest>? found = all?.Where(request => (!isRefusedOnly || IsRefused(request)) && (action is null || request.Action == action)).ToList();
        return new RequestTable
        {
            Requests = found is null ? null : [.. found.Take(isWhole ? int.MaxValue : FirstShown)],
            Found = found?.Count ?? 0,
            Total = all?.Count ?? 0,
            Actions = [.. (all ?? []).Select(static request => request.Action).Append(action).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            IsRefusedOnly = isRefusedOnly,
            Action = action,
            HasAccounts = hasAccounts,
        };
    }

    internal static bool IsRefused(LoggedRequest request) => request.Reason is not null && request.Code != NoMessage;
}
