using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CmqContracts.Generators.Tests.Runtime;

/// <summary>The intended differences from System.Text.Json: the rows of src/docs/json-differences.md, each with the behaviour of both.</summary>
public partial class DifferenceTests
{
    [CmqQueue("differences-set")]
    public partial record WithReadOnlySet(IReadOnlySet<int> Numbers);

    [CmqQueue("differences-immutable")]
    public partial record WithImmutableArray(System.Collections.Immutable.ImmutableArray<int> Numbers);

    [CmqQueue("differences-nullable")]
    public partial record WithNullableArray(System.Collections.Immutable.ImmutableArray<int>? Numbers);

    public class ClosedList() : System.Collections.ObjectModel.Collection<int>(new System.Collections.ObjectModel.ReadOnlyCollection<int>([]));

#pragma warning disable CA1708, IDE1006
    [CmqQueue("differences-case")]
    public partial record WithCases([property: JsonPropertyName("small")] int a, [property: JsonPropertyName("big")] int A);
#pragma warning restore CA1708, IDE1006

    [CmqQueue("differences-closed")]
    public partial record WithClosedList(ClosedList Numbers);

    [CmqQueue("differences-picky")]
    public partial class Picky
    {
        private int _even;

        public int Even
        {
            get => _even;
            set => _even = value % 2 == 0 ? value : throw new ArgumentException("It is odd.");
        }
    }

    [CmqQueue("differences-extra")]
    public partial class WithExtensionNodes
    {
        public int Number { get; set; }

        [JsonExtensionData]
        public JsonObject? Rest { get; set; }
    }

    [CmqQueue("differences-double-keys")]
    public partial record WithFractionKeys(Dictionary<double, int>? A, Dictionary<float, int>? B = null, Dictionary<Half, int>? C = null);

    [CmqQueue("differences-documents")]
    public partial record WithDocument(JsonDocument A, JsonDocument? B);

#pragma warning disable CA1051 // A field is not in JSON.
    [CmqQueue("differences-callback")]
    public partial class CallbackFirst : IJsonOnDeserializing
    {
        [JsonIgnore]
        public int Seen;

        public required int Number { get; init; }

        public void OnDeserializing() => Seen = Number;
    }
#pragma warning restore CA1051

    public class NamedHere
    {
        [JsonPropertyName("here")]
        public virtual int Number { get; set; }
    }

    public class NotNamedThere : NamedHere
    {
        public override int Number { get; set; }
    }

    public class WithRequiredIgnored
    {
        [JsonIgnore]
        public required int Secret { get; set; }
    }

    public class Open
    {
        public int Number { get; set; } = 5;
    }

    public class Hiding : Open
    {
        private static new string Number() => "";
    }

    [Fact]
    public void A_hidden_member_is_written_through_the_base_type_by_System_Text_Json_only() =>
        Assert.Equal("""{"number":5}""", JsonSerializer.Serialize(new Hiding(), Oracle.Options));

    [Fact]
    public void A_message_that_contains_itself_is_refused_by_both()
    {
        Tree tree = new("t", null, []);
        tree.Children.Add(tree);
        Assert.Throws<JsonException>(() => JsonSerializer.Serialize(tree, Oracle.Options));
        Assert.Throws<MessageFormatException>(() => Oracle.Encode(tree));
    }

    [Fact]
    public void Null_is_not_a_message()
    {
        Assert.Null(JsonSerializer.Deserialize<OrderPlaced>("null", Oracle.Options));
        Assert.Equal("$", Assert.Throws<MessageFormatException>(() => Oracle.Codec<OrderPlaced>().Decode("null"u8)).Path);
    }

    [Fact]
    public void Text_is_escaped_only_where_JSON_requires_it()
    {
        Texts value = new('a', "中文 😀 \u2028 <&>", new Uri("https://example.com"), new Version(1, 0), [], Guid.Empty);
        Assert.Contains("\\uD83D", JsonSerializer.Serialize(value, Oracle.Options), StringComparison.Ordinal);
        Assert.Contains("中文 😀 \u2028 <&>", Encoding.UTF8.GetString(Oracle.Encode(value)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_of_a_setter_is_a_format_error()
    {
        Assert.Throws<ArgumentException>(() => JsonSerializer.Deserialize<Picky>("""{"even":3}""", Oracle.Options));
        MessageFormatException e = Assert.Throws<MessageFormatException>(() => Oracle.Codec<Picky>().Decode("""{"even":3}"""u8));
        Assert.Equal(("$.even", "It is odd."), (e.Path, e.InnerException?.Message));
    }

    [Fact]
    public void A_read_only_set_is_read()
    {
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Deserialize<WithReadOnlySet>("""{"numbers":[1]}""", Oracle.Options));
        Assert.Equal([1, 2], Oracle.Codec<WithReadOnlySet>().Decode("""{"numbers":[1,2,2]}"""u8).Numbers.Order());
        Assert.Equal("""{"numbers":[3]}""", Encoding.UTF8.GetString(Oracle.Encode(new WithReadOnlySet(new HashSet<int> { 3 }))));
    }

    [Fact]
    public void Parameters_that_differ_by_case_only_have_the_members_of_their_own_names()
    {
        Assert.Throws<InvalidOperationException>(() => JsonSerializer.Deserialize<WithCases>("""{"small":1,"big":2}""", Oracle.Options));
        Assert.Equal(new WithCases(1, 2), Oracle.Codec<WithCases>().Decode("""{"small":1,"big":2}"""u8));
    }

    [Fact]
    public void A_collection_that_refuses_items_is_not_read()
    {
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Deserialize<WithClosedList>("""{"numbers":[]}""", Oracle.Options));
        Assert.Empty(Oracle.Codec<WithClosedList>().Decode("""{"numbers":[]}"""u8).Numbers);
        Assert.Equal("$.numbers[0]", Assert.Throws<MessageFormatException>(() => Oracle.Codec<WithClosedList>().Decode("""{"numbers":[1]}"""u8)).Path);
    }

    [Fact]
    public void Numbers_in_strings_are_read_in_every_collection()
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<WithNullableArray>("""{"numbers":["1"]}""", Oracle.Options));
        Assert.Equal(1, Assert.Single(Oracle.Codec<WithNullableArray>().Decode("""{"numbers":["1"]}"""u8).Numbers!.Value));
    }

    [Fact]
    public void A_default_immutable_array_is_written_empty()
    {
        Assert.Throws<InvalidOperationException>(() => JsonSerializer.Serialize(new WithImmutableArray(default), Oracle.Options));
        Assert.Equal("""{"numbers":[]}""", Encoding.UTF8.GetString(Oracle.Encode(new WithImmutableArray(default))));
    }

    [Fact]
    public void Extension_data_in_a_JsonObject_is_written_as_members()
    {
        WithExtensionNodes value = new() { Rest = new JsonObject { ["x"] = 1, ["y"] = null } };
        Assert.Equal("""{"number":0,{"x":1,"y":null}}""", JsonSerializer.Serialize(value, Oracle.Options));
        Assert.Equal("""{"number":0,"x":1,"y":null}""", Encoding.UTF8.GetString(Oracle.Encode(value)));
        Oracle.CompareDecode<WithExtensionNodes>("""{"x":1,"X":2,"number":3,"y":{"a":[null]}}"""u8.ToArray());
    }

    [Fact]
    public void Keys_that_are_not_finite_have_names_also_as_double()
    {
        foreach (double key in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
        {
            WithFractionKeys value = new(new() { [key] = 1 });
            Assert.Throws<ArgumentException>(() => JsonSerializer.Serialize(value, Oracle.Options));
            Assert.Equal(key, Assert.Single(Oracle.Codec<WithFractionKeys>().Decode(Oracle.Encode(value)).A!).Key);
            Assert.Equal(key, Assert.Single(JsonSerializer.Deserialize<WithFractionKeys>(Oracle.Encode(value), Oracle.Options)!.A!).Key);
            Oracle.CompareEncode(new WithFractionKeys(null, new() { [(float)key] = 1 }, new() { [(Half)key] = 1 }));
        }
    }

    [Fact]
    public void Null_is_a_document_as_in_System_Text_Json()
    {
        foreach (WithDocument? read in (WithDocument?[])[JsonSerializer.Deserialize<WithDocument>("""{"a":null,"b":null}""", Oracle.Options), Oracle.Codec<WithDocument>().Decode("""{"a":null,"b":null}"""u8)])
            Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (read!.A.RootElement.ValueKind, read.B!.RootElement.ValueKind));
    }

    [Fact]
    public void Required_members_are_assigned_before_OnDeserializing()
    {
        Assert.Equal(0, JsonSerializer.Deserialize<CallbackFirst>("""{"number":5}""", Oracle.Options)!.Seen);
        Assert.Equal(5, Oracle.Codec<CallbackFirst>().Decode("""{"number":5}"""u8).Seen);
    }

    [Fact]
    public void A_renamed_override_is_written_under_both_names_by_System_Text_Json_only() =>
        Assert.Equal("""{"number":5,"here":5}""", JsonSerializer.Serialize(new NotNamedThere { Number = 5 }, Oracle.Options));

    [Fact]
    public void Types_that_System_Text_Json_refuses_at_run_time_are_reported_by_rules() =>
        Assert.Throws<InvalidOperationException>(() => JsonSerializer.Deserialize<WithRequiredIgnored>("{}", Oracle.Options));
}
