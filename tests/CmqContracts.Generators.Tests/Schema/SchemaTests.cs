using System.Globalization;
using System.Text;
using CmqContracts.Generators.Tests.Kit;
using CmqContracts.Schema;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CmqContracts.Generators.Tests.Schema;

/// <summary>The schema of a contract describes its bodies, and its folder depends on nothing else.</summary>
public sealed class SchemaTests
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(TestCompilation.Metadata("ProjectDirectory"), "../../src/CmqContracts.Generators/Schema"));

    [Fact]
    public void The_folder_compiles_alone()
    {
        CSharpParseOptions options = new(LanguageVersion.CSharp11, DocumentationMode.Diagnose);
        CSharpCompilation alone = CSharpCompilation.Create(
            "Alone",
            Directory.GetFiles(Folder, "*.cs", SearchOption.AllDirectories).Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), options, path)),
            Directory.GetFiles(TestCompilation.Metadata("ReferencePack"), "*.dll").Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999));
        Assert.Empty(alone.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning));
        Assert.All(alone.Assembly.GlobalNamespace.GetMembers().OfType<INamespaceSymbol>(), space => Assert.Equal("CmqContracts", space.Name));
    }

    [Fact]
    public void Every_kind_of_type_has_its_shape() => Assert.Equal(
        """
        P: object
          id: int = Int32 required written read
          name: string = String written read
          note: string = String null written read
          when: System.DateTime = DateTime null written read
          bytes: byte[] = Bytes written read
          state: State = enum Int32 named [Open=0, Closed=1] written read
          level: Level = enum Byte [Low=1, High=2] written read
          rights: Rights = enum Int32 named flags [read-only=1, Write=2, None=0] written read
          items: System.Collections.Generic.List<Item> = array of Item? written read
          byDay: System.Collections.Generic.Dictionary<System.DayOfWeek, int?> = map of DayOfWeek to int? written read
          shape: Shape = union of Circle by "circle", Square by 4 in "kind" written read
          any: System.Text.Json.JsonElement = Json written read
          amount: long = Int64 AllowReadingFromString, WriteAsString written read
        """.ReplaceLineEndings("\n"),
        Describe(Schemas.Of(TestCompilation.Create("""
            public enum Level : byte { Low = 1, High = 2 }
            [JsonConverter(typeof(JsonStringEnumConverter))] public enum State { Open, Closed }
            [Flags, JsonConverter(typeof(JsonStringEnumConverter))] public enum Rights { None, [JsonStringEnumMemberName("read-only")] Read, Write }
            public record Item(int A);
            [JsonPolymorphic(TypeDiscriminatorPropertyName = "kind"), JsonDerivedType(typeof(Circle), "circle"), JsonDerivedType(typeof(Square), 4)] public abstract record Shape;
            public record Circle(double R) : Shape; public record Square(double A) : Shape;
            [CmqQueue("q")] public partial class P
            {
                public required int Id { get; set; }
                public string Name { get; set; } = "";
                public string? Note { get; set; }
                public DateTime? When { get; set; }
                public byte[] Bytes { get; set; } = [];
                public State State { get; set; }
                public Level Level { get; set; }
                public Rights Rights { get; set; }
                public List<Item> Items { get; set; } = new();
                public Dictionary<DayOfWeek, int?> ByDay { get; set; } = new();
                public Shape Shape { get; set; } = null!;
                public System.Text.Json.JsonElement Any { get; set; }
                [JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)] public long Amount { get; set; }
            }
            """.Replace("= [];", "= new byte[0];", StringComparison.Ordinal)), "P")!));

    [Theory]
    [InlineData("public int A { get; set; }", IgnoreCondition.Never, true, true)]
    [InlineData("[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? A { get; set; }", IgnoreCondition.WhenWritingNull, true, true)]
    [InlineData("[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int A { get; set; }", IgnoreCondition.WhenWritingDefault, true, true)]
    [InlineData("[JsonIgnore(Condition = (JsonIgnoreCondition)4)] public int A { get; set; }", IgnoreCondition.WhenWriting, false, true)]
    [InlineData("[JsonIgnore(Condition = (JsonIgnoreCondition)5)] public int A { get; set; }", IgnoreCondition.WhenReading, true, false)]
    [InlineData("public int A { get; }", IgnoreCondition.Never, true, false)]
    public void A_member_says_when_it_is_left_out(string member, object ignore, bool isWritten, bool isRead)
    {
        SchemaMember found = Assert.Single(Member(member));
        Assert.Equal(((IgnoreCondition)ignore, isWritten, isRead), (found.Ignore, found.IsWritten, found.IsRead));
    }

    [Fact]
    public void A_member_that_is_always_ignored_is_not_in_the_schema() => Assert.Empty(Member("[JsonIgnore] public int A { get; set; }"));

    [Theory]
    [InlineData("[MaxLength(5)] public string? A { get; set; }", null, 5, null, null, false)]
    [InlineData("[MinLength(2), MaxLength(5)] public List<int>? A { get; set; }", 2, 5, null, null, false)]
    [InlineData("[StringLength(5, MinimumLength = 1)] public string? A { get; set; }", 1, 5, null, null, false)]
    [InlineData("[Length(2, 5)] public byte[]? A { get; set; }", 2, 5, null, null, false)]
    [InlineData("[Range(1, 100)] public int A { get; set; }", null, null, "1", "100", false)]
    [InlineData("[Range(0.5, 1e30)] public double A { get; set; }", null, null, "0.5", "1E+30", false)]
    [InlineData("[Range(typeof(decimal), \"-1.50\", \"2\", MinimumIsExclusive = true)] public decimal A { get; set; }", null, null, "-1.50", "2", true)]
    public void A_member_has_the_limits_of_its_validation_attributes(string member, int? minLength, int? maxLength, string? minimum, string? maximum, bool isExclusive)
    {
        SchemaLimits limits = Assert.Single(Member(member)).Limits!;
        Assert.Equal((minLength, maxLength, minimum, maximum, isExclusive, false), (limits.MinLength, limits.MaxLength, limits.Minimum, limits.Maximum, limits.IsMinimumExclusive, limits.IsMaximumExclusive));
    }

    [Fact]
    public void Limits_of_a_record_s_parameter_are_those_of_its_member() =>
        Assert.Equal(3, Schemas.Of(TestCompilation.Create("""[CmqQueue("q")] public partial record P([MaxLength(3)] string A);"""), "P")!.Types.OfType<SchemaObject>().Single().Members.Single().Limits!.MaxLength);

    [Fact]
    public void A_type_that_contains_itself_is_in_the_schema_once()
    {
        ContractSchema schema = Schemas.Of(TestCompilation.Create("""[CmqQueue("q")] public partial record P(P? Next, List<P> More);"""), "P")!;
        SchemaObject message = Assert.Single(schema.Types.OfType<SchemaObject>());
        Assert.Same(message, schema.Types[0]);
        Assert.Equal(0, message.Members[0].Type);
        Assert.Equal(new SchemaReference(0, AllowsNull: true), Assert.Single(schema.Types.OfType<SchemaArray>()).Item);
    }

    [Theory]
    [InlineData("public Action? A { get; set; }")]
    [InlineData("public Missing? A { get; set; }")]
    public void There_is_no_schema_of_a_contract_with_an_error(string member) =>
        Assert.Null(Schemas.Of(TestCompilation.Create($$"""[CmqQueue("q")] public partial class P { {{member}} }"""), "P"));

    [Fact]
    public void There_is_no_schema_of_a_message_with_a_JsonContext() => Assert.Null(Schemas.Of(TestCompilation.Create("""
        [JsonSerializable(typeof(P))] public abstract class C : JsonSerializerContext { protected C() : base(null) { } }
        [CmqQueue("q", JsonContext = typeof(C))] public partial record P(int A);
        """), "P"));

    [Fact]
    public void The_generator_does_not_read_what_only_the_schema_needs()
    {
        const string Limited = """[CmqQueue("q")] public partial record P([property: MaxLength(3)] string A, E B); public enum E { X }""";
        Assert.Equal(
            Pipeline.RunReasons.Of(TestCompilation.Create(Limited), TestCompilation.Create(Limited + " ")).Contract,
            Pipeline.RunReasons.Of(TestCompilation.Create(Limited), TestCompilation.Create(Limited.Replace("X }", "X, Y }", StringComparison.Ordinal).Replace("MaxLength(3)", "MaxLength(4)", StringComparison.Ordinal))).Contract);
    }

    private static IReadOnlyList<SchemaMember> Member(string member) =>
        ((SchemaObject)Schemas.Of(TestCompilation.Create($$"""[CmqQueue("q")] public partial class P { {{member}} }"""), "P")!.Types[0]).Members;

    private static string Describe(ContractSchema schema)
    {
        StringBuilder text = new($"{schema.Types[0].Name}: object");
        foreach (SchemaMember member in ((SchemaObject)schema.Types[0]).Members)
        {
            SchemaType type = schema.Types[member.Type];
            text.Append(CultureInfo.InvariantCulture, $"\n  {member.Name}: {type.Name} = {Describe(schema, type)}");
            text.Append(member.WritesNull && member.ReadsNull ? " null" : "").Append(member.IsRequired ? " required" : "").Append(member.IsWritten ? " written" : "").Append(member.IsRead ? " read" : "");
        }

        return text.ToString();
    }

    private static string Describe(ContractSchema schema, SchemaType type) => type switch
    {
        SchemaValue value => value.Kind + (value.Numbers is NumberHandling.AllowReadingFromString ? "" : " " + value.Numbers),
        SchemaEnum @enum => $"enum {@enum.Underlying}{(@enum.IsNamed ? " named" : "")}{(@enum.IsFlags ? " flags" : "")} [{string.Join(", ", @enum.Values.Select(value => $"{value.Name}={value.Number}"))}]",
        SchemaArray array => $"array of {Short(schema, array.Item.Type)}{(array.Item.AllowsNull ? "?" : "")}",
        SchemaMap map => $"map of {Short(schema, map.Key)} to {Short(schema, map.Value.Type)}{(map.Value.AllowsNull ? "?" : "")}",
        SchemaUnion union => $"union of {string.Join(", ", union.Cases.Select(one => $"{Short(schema, one.Type)} by {(one.Text is null ? one.Number!.Value.ToString(CultureInfo.InvariantCulture) : $"\"{one.Text}\"")}"))} in \"{union.DiscriminatorName}\"",
        _ => type.GetType().Name,
    };

    private static string Short(ContractSchema schema, int type) => schema.Types[type].Name.Split('.')[^1];
}
