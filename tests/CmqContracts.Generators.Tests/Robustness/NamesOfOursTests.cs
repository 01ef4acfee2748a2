using CmqContracts.Generators.Tests.Kit;

namespace CmqContracts.Generators.Tests.Robustness;

/// <summary>All that users meet is in one namespace, so its names are many, and some are everyday ones. A user's own type may have any of them.</summary>
public class NamesOfOursTests
{
    private static readonly string[] Names =
    [
        .. ((Type[])[typeof(CmqClient), typeof(QueueSettings)]).SelectMany(type => type.Assembly.GetExportedTypes())
            .Where(type => !typeof(Attribute).IsAssignableFrom(type))
            .Select(type => type.Name.Split('`')[0])
            .Distinct(),
    ];

    [Fact]
    public void The_everyday_names_are_among_them() => Assert.Superset(new HashSet<string>(["QueueSettings", "Subscription", "TopicFilter", "QueueAttributes"]), new HashSet<string>(Names));

    [Theory]
    [InlineData("Shop")]
    [InlineData("CmqContracts.Shop")]
    [InlineData("Shop.CmqContracts")]
    public void A_contract_may_have_the_name_of_a_type_of_ours(string @namespace) => GeneratorRun.Of($$"""
        namespace {{@namespace}};

        {{string.Join('\n', Names.Select((name, i) => $$"""
            [CmqQueue("queue{{i}}", DeadLetterQueue = "dead", MaxReceiveCount = 3)]
            [CmqTopic("topic{{i}}", Filter = global::CmqContracts.TopicFilter.RoutingKey)]
            [CmqSubscription("topic{{i}}", NotifyStrategy = global::CmqContracts.NotifyStrategy.BackoffRetry, BindingKeys = new[] { "a.*" })]
            public sealed partial record {{name}}(int Id, DayOfWeek Day);
            """))}}
        """).AssertCompiles();

    [Fact]
    public void A_member_s_type_beside_the_contract_or_in_it_may_have_the_name_of_a_type_of_ours() => GeneratorRun.Of($$"""
        namespace Shop;

        {{string.Join('\n', Names.Select(name => $"public sealed record {name}(int Id);"))}}

        [CmqQueue("beside", VisibilityTimeout = 10)]
        public sealed partial record Beside({{string.Join(", ", Names.Select((name, i) => $"{name}? Value{i}"))}});

        [CmqQueue("inside", VisibilityTimeout = 10)]
        public sealed partial record Inside({{string.Join(", ", Names.Select((name, i) => $"Inside.{name}? Value{i}"))}})
        {
            {{string.Join('\n', Names.Select(name => $"public sealed record {name}(string Text);"))}}
        }
        """).AssertCompiles();
}
