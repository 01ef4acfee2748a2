using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace CmqContracts.Server.Pages;

/// <summary>Creates a topic.</summary>
public sealed class TopicNewModel : AccountPage
{
    /// <summary>The attributes of the new topic.</summary>
    [BindProperty]
    public TopicForm Form { get; set; } = new();

    /// <summary>How subscriptions choose messages.</summary>
    [BindProperty(Name = "filter")]
    public TopicFilter Filter { get; set; } = TopicFilter.Tags;

    /// <summary>Shows the form, with the defaults in it.</summary>
    public void OnGet() => Form = new TopicForm
    {
        Limits = Limits,
        MaxMsgSize = Limits.TopicMaxMsgSize.Default?.ToString(CultureInfo.InvariantCulture),
        MsgRetentionSeconds = Limits.TopicMsgRetentionSeconds.Default?.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Creates the topic.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        Form.Limits = Limits;
        TopicSettings settings = Form.Read(current: null);
        if (Form.Problems.Any)
            return Page();
        string name = Form.Name?.Trim() ?? "";
        try
        {
            await Service.CreateTopicAsync(new CreateTopicRequest(name, settings) { Filter = Filter }).ConfigureAwait(false);
        }
        catch (CmqException e)
        {
            return Form.TryTake(e) ? Page() : Refuse(TextOf(e));
        }

        Changed($"topic '{name}' created");
        Notice = $"Topic {name} was created.";
        return Redirect(PathOfTopic(name));
    }
}
