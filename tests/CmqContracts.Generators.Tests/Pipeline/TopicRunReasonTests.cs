using CmqContracts.Generators.Tests.Kit;

namespace CmqContracts.Generators.Tests.Pipeline;

/// <summary>The run reasons of topics, which come after the queues in every step; a type with both occurs once, with the queues.</summary>
public class TopicRunReasonTests
{
    private const string Contracts = """
        [CmqQueue("first"), CmqTopic("both"), CmqSubscription("both")] public partial record First(int A);
        [CmqTopic("second")] public partial record Second(string B);
        """;

    [Fact]
    public void Rename_in_another_file() => Assert.Equal(
        new RunReasons(
            Contract: "Cached Cached",
            Target: "Unchanged",
            HintName: "Cached Cached",
            HintNameClashes: "Cached",
            ContractFile: "Cached Cached",
            Registration: "Cached Cached",
            RegistrationFile: "Cached",
            Output: "Cached Cached Cached"),
        After(elsewhere: "internal sealed class Elsewhere { public int Count; }"));

    [Fact]
    public void Another_value_in_the_attribute_of_a_topic() => Assert.Equal(
        new RunReasons(
            Contract: "Cached Modified",
            Target: "Unchanged",
            HintName: "Cached Unchanged",
            HintNameClashes: "Cached",
            ContractFile: "Cached Modified",
            Registration: "Cached Unchanged",
            RegistrationFile: "Cached",
            Output: "Cached Emitted Cached"),
        After(Contracts.Replace("\"second\"", "\"second\", MaxMsgSize = 2048", StringComparison.Ordinal)));

    [Fact]
    public void Another_tag_of_a_subscription() => Assert.Equal(
        new RunReasons(
            Contract: "Modified Cached",
            Target: "Unchanged",
            HintName: "Unchanged Cached",
            HintNameClashes: "Cached",
            ContractFile: "Modified Cached",
            Registration: "Unchanged Cached",
            RegistrationFile: "Cached",
            Output: "Emitted Cached Cached"),
        After(Contracts.Replace("CmqSubscription(\"both\")", "CmqSubscription(\"both\", FilterTags = new[] { \"vip\" })", StringComparison.Ordinal)));

    [Fact]
    public void A_queue_added_to_a_topic() => Assert.Equal(
        new RunReasons(
            Contract: "Cached New Removed",
            Target: "Unchanged",
            HintName: "Cached New Removed",
            HintNameClashes: "Unchanged",
            ContractFile: "Cached New Removed",
            Registration: "Cached New Removed",
            RegistrationFile: "Modified",
            Output: "Cached Emitted Removed Emitted"),
        After(Contracts.Replace("[CmqTopic(\"second\")]", "[CmqTopic(\"second\"), CmqQueue(\"second\")]", StringComparison.Ordinal)));

    [Fact]
    public void One_more_topic() => Assert.Equal(
        new RunReasons(
            Contract: "Cached Cached New",
            Target: "Unchanged",
            HintName: "Cached Cached New",
            HintNameClashes: "Unchanged",
            ContractFile: "Cached Cached New",
            Registration: "Cached Cached New",
            RegistrationFile: "Modified",
            Output: "Cached Cached Emitted Emitted"),
        After(Contracts + "[CmqTopic(\"third\")] public partial record Third(int C);"));

    private static RunReasons After(string contracts = Contracts, string elsewhere = "internal sealed class Elsewhere { public int Number; }") =>
        RunReasons.Of(TestCompilation.Create(Contracts, others: "internal sealed class Elsewhere { public int Number; }"), TestCompilation.Create(contracts, others: elsewhere));
}
