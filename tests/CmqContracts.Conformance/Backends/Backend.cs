namespace CmqContracts.Conformance;

/// <summary>A kind of backend that scenarios and the model are run on, directly and behind a server.</summary>
/// <param name="Name">Its name in the names of tests.</param>
/// <param name="OpenAsync">Opens an empty backend with the given limits, on a clock that begins at the given time.</param>
/// <param name="Differs">Scenarios that the backend answers otherwise, and rightly; where there are some, the model does not judge it.</param>
internal sealed record Backend(string Name, Func<CmqLimits, DateTimeOffset, ValueTask<BackendUnderTest>> OpenAsync, params string[] Differs)
{
    /// <summary>Where queues are managed by API 3.0, they have TDMQ's defaults, ranges and names, and one code stands for several refusals.</summary>
    private static readonly string[] OfApi3 =
    [
        "Queues.A_change_leaves_what_it_does_not_name_and_its_time_is_kept", "Queues.A_list_counts_all_matches_and_pages_by_name", "Queues.A_refused_change_changes_nothing",
        "Queues.Attributes_at_the_ends_of_their_ranges_are_taken", "Queues.Attributes_out_of_their_range_are_refused", "Queues.Names_that_no_queue_can_have_are_refused",
        "Queues.Rewind_time_may_not_outlast_retention_also_after_a_change_of_one_of_them", "Queues.Unset_attributes_get_their_defaults",
        "DeadLetters.A_dead_letter_queue_serves_six_queues_and_no_more", "DeadLetters.A_policy_is_read_back_as_it_was_set",
        "DeadLetters.A_policy_out_of_range_is_refused",
        "AccountIsolation.Dead_letters_and_subscriptions_stay_within_an_account", "Subscriptions.A_subscription_that_breaks_a_rule_is_refused",
    ];

    /// <summary>Every kind of backend has a line here.</summary>
    private static readonly Backend[] Own =
    [
        new("memory", static (limits, start) => new(new BrokerBackend(limits, static () => null, start: start))),
        new("durable", static (limits, start) => new(new SqliteBackend(limits, start))),
    ];

    public static IReadOnlyList<Backend> All { get; } = [.. Own, .. Own.Select(static backend => backend.OverHttp(managedByApi3: false)), Own[0].OverHttp(managedByApi3: true)];

    /// <summary>This backend, reached over signed HTTP, with queues and topics managed by v2 or by API 3.0. Waits are answered at their end, as the semantics have it, and not early.</summary>
    private Backend OverHttp(bool managedByApi3) => new(
        $"{Name} over HTTP{(managedByApi3 ? " and API 3.0" : "")}",
        async (limits, start) => await HttpBackend.StartAsync(await OpenAsync(limits, start), answerEarly: TimeSpan.Zero, managedByApi3),
        managedByApi3 ? OfApi3 : []);
}
