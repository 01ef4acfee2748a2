using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace CmqContracts.Server.Pages;

/// <summary>A subscription of a topic: its attributes, changes and its end.</summary>
public sealed class TopicSubscriptionModel : TopicPage
{
    /// <summary>The name of the subscription.</summary>
    [FromRoute(Name = "subscription")]
    public string Name { get; set; } = "";

    /// <summary>The attributes as they are typed.</summary>
    [BindProperty]
    public SubscriptionForm Form { get; set; } = new();

    internal SubscriptionAttributes Subscription { get; private set; } = null!;

    /// <summary>How deliveries to its HTTP endpoint went; <see langword="null"/>: none is known.</summary>
    internal PushState? Push => Subscription.Protocol == SubscriptionProtocol.Http
        ? Console.PushFailures?.Read(Account, Topic).FirstOrDefault(push => push.SubscriptionName.Equals(Subscription.SubscriptionName, StringComparison.OrdinalIgnoreCase))
        : null;

    internal bool IsByKey => Attributes.Filter == TopicFilter.RoutingKey;

    internal override async ValueTask<IActionResult?> RefuseAsync()
    {
        if (await base.RefuseAsync().ConfigureAwait(false) is { } refusal)
            return refusal;
        try
        {
            Subscription = await Service.GetSubscriptionAttributesAsync(Topic, Name, Aborted).ConfigureAwait(false);
            return null;
        }
        catch (CmqServiceException e) when (e.Is(CmqErrors.SubscriptionDoesNotExist) || e.Is(CmqErrors.SubscriptionNameFormatError))
        {
            return Fail(StatusCodes.Status404NotFound, $"Topic '{Topic}' has no subscription '{Name}'.");
        }
    }

    /// <summary>Shows the page.</summary>
    public void OnGet() => Show(SubscriptionForm.Of(Subscription, IsByKey));

    /// <summary>Changes attributes.</summary>
    public async Task<IActionResult> OnPostSaveAsync()
    {
        Form.Protocol = Subscription.Protocol;
        Show(Form);
        if (IsByKey && Form.BindingKeys.Count == 0)
        {
            Form.Problems.Add(SubscriptionForm.WordsField, "A topic that filters by routing key asks for one binding key at least, # for everything.");
            return Page();
        }

        try
        {
            await Service.SetSubscriptionAttributesAsync(new SetSubscriptionAttributesRequest(Topic, Name, new SubscriptionSettings
            {
                NotifyStrategy = Form.Strategy == Subscription.NotifyStrategy ? null : Form.Strategy,
                NotifyContentFormat = Form.Format == Subscription.NotifyContentFormat ? null : Form.Format,
                FilterTags = Form.FilterTags,
                BindingKeys = Form.BindingKeys,
            })).ConfigureAwait(false);

            // No tags at all mean to the protocol that they stay as they are.
            if (!IsByKey && Form.FilterTags.Count == 0 && Subscription.FilterTags.Count > 0)
                await Service.ClearSubscriptionFilterTagsAsync(Topic, Name).ConfigureAwait(false);
        }
        catch (CmqException e)
        {
            return Form.TryTake(e) ? Page() : Refuse(TextOf(e));
        }

        return Done("changed", "The subscription was changed.");
    }

    /// <summary>Removes all tags.</summary>
    public async Task<IActionResult> OnPostClearAsync()
    {
        await Service.ClearSubscriptionFilterTagsAsync(Topic, Name).ConfigureAwait(false);
        return Done("has no tags any more", "The subscription has no tags any more, and gets every message.");
    }

    /// <summary>Ends the subscription.</summary>
    public async Task<IActionResult> OnPostDeleteAsync()
    {
        await Service.UnsubscribeAsync(Topic, Name).ConfigureAwait(false);
        Changed($"subscription '{Subscription.SubscriptionName}' of topic '{Attributes.TopicName}' deleted");
        Notice = $"Subscription {Subscription.SubscriptionName} was deleted.";
        return Redirect(Path);
    }

    private void Show(SubscriptionForm form)
    {
        (form.Limits, form.IsByKey, form.IsNew) = (Limits, IsByKey, false);
        Form = form;
    }

    private RedirectResult Done(string change, string notice)
    {
        Changed($"subscription '{Subscription.SubscriptionName}' of topic '{Attributes.TopicName}' {change}");
        Notice = notice;
        return Redirect(PathOfSubscription(Subscription.SubscriptionName));
    }
}
