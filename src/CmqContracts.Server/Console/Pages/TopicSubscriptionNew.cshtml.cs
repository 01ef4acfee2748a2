using Microsoft.AspNetCore.Mvc;

namespace CmqContracts.Server.Pages;

/// <summary>Subscribes a queue or a URL to a topic.</summary>
public sealed class TopicSubscriptionNewModel : TopicPage
{
    /// <summary>The new subscription.</summary>
    [BindProperty]
    public SubscriptionForm Form { get; set; } = new();

    internal IReadOnlyList<string> QueueNames { get; private set; } = [];

    /// <summary>Shows the form.</summary>
    public Task OnGetAsync() => ShowAsync();

    /// <summary>Subscribes.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        await ShowAsync().ConfigureAwait(false);
        string name = Form.Name?.Trim() ?? "";
        try
        {
            await Service.SubscribeAsync(new SubscribeRequest(Topic, name, Form.Protocol, Form.Endpoint?.Trim() ?? "")
            {
                NotifyStrategy = Form.Strategy,
                NotifyContentFormat = Form.Format,
                FilterTags = Form.FilterTags,
                BindingKeys = Form.BindingKeys,
            }).ConfigureAwait(false);
        }
        catch (CmqException e)
        {
            return Form.TryTake(e) ? Page() : Refuse(TextOf(e));
        }

        Changed($"subscription '{name}' of topic '{Attributes.TopicName}' created");
        Notice = $"Subscription {name} was created.";
        return Redirect(Path);
    }

    private async Task ShowAsync()
    {
        (Form.Limits, Form.IsByKey, Form.IsNew) = (Limits, Attributes.Filter == TopicFilter.RoutingKey, true);
        QueueNames = await ListQueueNamesAsync().ConfigureAwait(false);
    }
}
