using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace CmqContracts.Server.Pages;

/// <summary>A page about a topic.</summary>
public abstract class TopicPage : AccountPage
{
    /// <summary>The topic.</summary>
    [FromRoute]
    public string Topic { get; set; } = "";

    internal TopicAttributes Attributes { get; private set; } = null!;

    internal string Path => PathOfTopic(Topic);

    internal string PathOfSubscription(string subscription) => $"{Path}/subscriptions/{Uri.EscapeDataString(subscription)}";

    internal override async ValueTask<IActionResult?> RefuseAsync()
    {
        if (await base.RefuseAsync().ConfigureAwait(false) is { } refusal)
            return refusal;
        try
        {
            Attributes = await Service.GetTopicAttributesAsync(Topic, Aborted).ConfigureAwait(false);
            return null;
        }
        catch (CmqServiceException e) when (e.Is(CmqErrors.TopicDoesNotExist) || e.Is(CmqErrors.TopicNameFormatError))
        {
            return Fail(StatusCodes.Status404NotFound, $"There is no topic '{Topic}' in this account.");
        }
    }

    /// <summary>All subscriptions of the topic, by name.</summary>
    internal async Task<IReadOnlyList<SubscriptionAttributes>> ListSubscriptionsAsync()
    {
        List<SubscriptionAttributes> all = [];
        while (true)
        {
            SubscriptionList page = await Service.ListSubscriptionsAsync(new ListSubscriptionsRequest(Topic) { Offset = all.Count, Limit = (int)Limits.ListLimit.Maximum }, Aborted).ConfigureAwait(false);
            foreach (SubscriptionListEntry entry in page.Subscriptions)
                all.Add(await Service.GetSubscriptionAttributesAsync(Topic, entry.SubscriptionName, Aborted).ConfigureAwait(false));
            if (page.Subscriptions.Count == 0 || all.Count >= page.TotalCount)
                return all;
        }
    }

    /// <summary>The lines of a text, each without white space around it.</summary>
    internal static IReadOnlyList<string> Lines(string? text) => (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
