using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace CmqContracts.Tool.Tests;

/// <summary>Each setting of the file with each kind of wrong value: the start ends, and the error names the setting by its path.</summary>
public sealed class WrongSettingTests
{
    private const string Base = """
        {
          "Keys": [ { "SecretId": "AKIDa", "SecretKey": "a" } ],
          "PublicHosts": [ "cmq.example.com" ],
          "MaskedPaths": [ "$.a" ],
          "Push": { "Parallelism": 1 },
          "Otlp": { "Endpoint": "http://127.0.0.1:4317" },
          "Limits": { "delaySeconds": { "Maximum": 60 } }
        }
        """;

    private static readonly string[] WrongNumbers =
    [
        "true", "1.0", "1e1", "\"+1\"", "\"01\"", "\"-0\"", "\"1.0\"", "\"1,000\"", "\"1_000\"", "\"0x1\"", "\"\u0661\"", "\"one\"", "\"1 2\"", "-1", "9223372036854775808", "\"1\\u0000\"",
    ];

    private static readonly string[] WrongFlags = ["1", "0", "\"yes\"", "\"on\"", "\"true,false\"", "\"true\\u0000\"", "\"tru\""];

    /// <summary>What is wrong for every setting that is one value.</summary>
    private static readonly string[] WrongValues = ["null", "\"\"", "\" \"", "{}", "[]", "{ \"a\": 1 }", "[ 1 ]", "[ null ]"];

    /// <summary>All settings that are one value, with one that is right, and those that are wrong for it besides.</summary>
    private static readonly (string Path, string Right, string[] Wrong)[] Values =
    [
        ("Address", "\"::1\"", ["\"localhost\"", "\"127.1\"", "\"0x7f.1\"", "\"2130706433\"", "1", "\"127.0.0.01\"", "\"127.0.0.1:80\"", "\"[::1]\"", "\"[::1]:80\"", "\"*\""]),
        ("Port", "0", [.. WrongNumbers, "65536"]),
        ("Data", "\"queues\"", []),
        ("Store", "\"Memory\"", WrongChoices("Memory", "Sqlite")),
        ("Profile", "\"tdmq\"", WrongChoices("Classic", "Tdmq")),
        ("StrictLimits", "true", WrongFlags),
        ("TimestampToleranceSeconds", "0", WrongNumbers),
        ("RefuseRepeatedRequests", "\"true\"", WrongFlags),
        ("AcceptUnsignedAtBodies", "false", WrongFlags),
        ("RequireSecretIdPrefix", "true", WrongFlags),
        ("RefusePublishWithoutReceiver", "false", WrongFlags),
        ("ExposeMetrics", "true", WrongFlags),
        ("MaxConnections", "1", [.. WrongNumbers, "0", "2147483648"]),
        ("MaxRequestBytes", "1", [.. WrongNumbers, "0", "1073741824", "9223372036854775807"]),
        ("MaxBufferedBytes", "9223372036854775807", WrongNumbers),
        ("PublicHosts:0", "\"[::1]:80\"", ["\"http://x/\"", "\"a b\"", "\"a:0\"", "\"a:b\"", "\"::1\"", "\"user:hunter2@host\"", "\".\"", "\"*\""]),
        ("MaskedPaths:0", "\"$.lines[*]['a b']\"", ["\"hunter2\"", "\"$..a\"", "\"$[-1]\"", "\"card.number\"", "1"]),
        ("Keys:0:SecretId", "\"AKIDb\"", []),
        ("Keys:0:SecretKey", "\"b\"", []),
        ("Keys:0:Account", "\"shop\"", []),
        ("Keys:0:Token", "\"t\"", []),
        ("Keys:0:Access", "\"readonly\"", WrongChoices("Full", "Inspect", "ReadOnly")),
        ("Keys:0:Status", "\"Disabled\"", WrongChoices("Enabled", "Disabled")),
        ("Console:Enabled", "false", WrongFlags),
        ("Console:AllowPlainHttp", "true", WrongFlags),
        ("Console:TokenFile", "\"token\"", []),
        ("Push:Parallelism", "0", [.. WrongNumbers, "10001"]),
        ("Push:TimeoutSeconds", "1", [.. WrongNumbers, "0", "3601"]),
        ("Push:AllowPrivateNetworks", "false", WrongFlags),
        ("Otlp:Endpoint", "\"https://collector.example\"", ["\"collector\"", "\"ftp://h\"", "\"http://\"", "\"http://h:0\"", "\"http://user:hunter2@h\"", "\"http://\u00ad/\"", "\"http://a\u200db/\"", "1"]),
        ("Otlp:Protocol", "\"Http\"", WrongChoices("Grpc", "Http")),
        ("Otlp:IntervalSeconds", "1", [.. WrongNumbers, "0", "3601"]),
        ("Limits:delaySeconds:Minimum", "1", [.. WrongNumbers, "\"unlimited\""]),
        ("Limits:delaySeconds:Maximum", "1", [.. WrongNumbers, "\"Unlimited\"", "\"unlimitd\""]),
        ("Limits:delaySeconds:Default", "1", [.. WrongNumbers, "\"unlimited\""]),
        ("Certificate:Path", "\"nowhere.pem\"", []),
        ("Certificate:KeyPath", "\"nowhere.key\"", []),
        ("Certificate:Password", "\"p\"", []),
    ];

    private static readonly (string Path, string[] Wrong)[] Others =
    [
        ("Keys", ["null", "{}", "1", "\"x\"", "\" \"", "{ \"a\": { \"SecretId\": \"AKIDa\", \"SecretKey\": \"a\" } }"]),
        ("Keys:0", ["\"\"", "\"x\"", "1", "[]"]),
        ("PublicHosts", ["null", "{}", "1", "\"x\"", "\" \"", "{ \"a\": \"cmq.example.com\" }"]),
        ("MaskedPaths", ["null", "{}", "1", "\"$.a\"", "\" \"", "{ \"a\": \"$.a\" }", $"[ {string.Join(", ", Enumerable.Repeat("\"$.a\"", 65))} ]"]),
        ("Console", ["\"\"", "\"x\"", "1", "true", "[]", "[ 1 ]", "[ {} ]"]),
        ("Push", ["\"\"", "\"x\"", "1", "true", "[]", "[ 1 ]", "[ {} ]"]),
        ("Otlp", ["\"\"", "\"x\"", "1", "true", "[]", "[ 1 ]", "[ {} ]"]),
        ("Certificate", ["\"\"", "\"x\"", "1", "true", "[]", "[ 1 ]", "[ {} ]"]),
        ("Limits", ["\"\"", "\"x\"", "1", "true", "[]", "[ 1 ]", "[ {} ]"]),
        ("Limits:delaySeconds", ["\"\"", "\"x\"", "1", "[]", "[ 1 ]"]),
    ];

    public static TheoryData<string, string> Right => Rows(Values.Where(static value => !value.Path.StartsWith("Certificate", StringComparison.Ordinal)).Select(static value => (value.Path, value.Right)));

    public static TheoryData<string, string> Wrong => Rows(
    [
        .. Values.SelectMany(static value => WrongValues.Concat(value.Wrong).Append(Padded(value.Right, " ", "")).Append(Padded(value.Right, "", "\\n")).Select(wrong => (value.Path, wrong))),
        .. Others.SelectMany(static other => other.Wrong.Select(wrong => (other.Path, wrong))),
    ]);

    [Theory]
    [MemberData(nameof(Right))]
    public void A_right_value_is_accepted(string path, string value) => Assert.NotNull(Read(path, value));

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_value_ends_the_start_with_the_settings_path(string path, string value)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Read(path, value));
        Assert.StartsWith(path + " ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Certificate", "{}", "Certificate:Path is missing.")]
    [InlineData("Certificate", "null", "Certificate:Path is missing.")]
    [InlineData("Otlp", "{}", "Otlp:Endpoint is missing.")]
    [InlineData("Otlp", "null", "Otlp:Endpoint is missing.")]
    [InlineData("Keys:0", "{}", "Keys:0:SecretId is missing.")]
    [InlineData("Keys:0", "null", "Keys:0:SecretId is missing.")]
    public void An_object_without_what_it_needs_ends_the_start(string path, string value, string expected) =>
        Assert.Equal(expected, Assert.Throws<ArgumentException>(() => Read(path, value)).Message);

    [Fact]
    public void Every_setting_is_in_these_tables()
    {
        string[] paths = [.. Values.Select(static value => value.Path), .. Others.Select(static other => other.Path)];
        foreach (string section in (string[])["", "Keys:0:", "Console:", "Push:", "Otlp:", "Limits:delaySeconds:"])
        {
            string message = Assert.Throws<ArgumentException>(() => Read(section + "?", "1")).Message;
            string[] settings = message[(message.LastIndexOf(" are ", StringComparison.Ordinal) + 5)..].TrimEnd('.').Split(", ");
            Assert.Empty(settings.Select(setting => section + setting).Except(paths));
        }
    }

    [Theory]
    [InlineData("--port", "+1")]
    [InlineData("--port", "01")]
    [InlineData("--port", " 1")]
    [InlineData("--port", "")]
    [InlineData("--port", "1.0")]
    [InlineData("--port", "-1")]
    [InlineData("--port", "65536")]
    [InlineData("--port", "http")]
    [InlineData("--address", "")]
    [InlineData("--address", "127.1")]
    [InlineData("--address", "2130706433")]
    [InlineData("--address", "[::1]:80")]
    [InlineData("--address", " 127.0.0.1")]
    [InlineData("--store", "")]
    [InlineData("--store", "0")]
    [InlineData("--store", "+1")]
    [InlineData("--store", "memory,sqlite")]
    [InlineData("--store", "sqlite ")]
    [InlineData("--data", "")]
    [InlineData("--data", " ")]
    [InlineData("--data", "queues ")]
    [InlineData("--config", "")]
    [InlineData("--config", " cmq.json")]
    public void A_wrong_option_of_serve_is_refused_by_its_name(string option, string value) =>
        Assert.StartsWith(option + " ", Assert.Single(ServeCommand.Create().Parse([option, value]).Errors).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("backup", "--data", "queues", "--to", "")]
    [InlineData("backup", "--to", "backup", "--data", " ")]
    [InlineData("restore", "--data", "queues", "--from", "")]
    [InlineData("check", "--data", "")]
    public void An_empty_path_of_a_store_command_is_refused_by_its_name(params string[] arguments) =>
        Assert.StartsWith(arguments[^2] + " is empty; it must be a ", Assert.Single(StoreCommand.Create().Parse(arguments).Errors).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("CMQ_SECRET_ID", " ")]
    [InlineData("CMQ_SECRET_ID", " AKIDa")]
    [InlineData("CMQ_SECRET_KEY", "\t")]
    [InlineData("CMQ_SECRET_KEY", "hunter2\n")]
    public void White_space_in_a_variable_is_refused_by_its_name(string variable, string value)
    {
        Dictionary<string, string?> environment = new() { ["CMQ_SECRET_ID"] = "AKIDa", ["CMQ_SECRET_KEY"] = "a", [variable] = value };
        string message = Assert.Throws<ArgumentException>(() => KeyPair.FromEnvironment(environment.GetValueOrDefault)).Message;
        Assert.StartsWith($"The environment variable {variable} ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_variables_count_as_not_set() => Assert.Null(KeyPair.FromEnvironment(static _ => ""));

    private static string[] WrongChoices(params string[] choices) =>
        ["0", "1", "true", "\"0\"", "\"+0\"", $"\"{choices[0]},{choices[^1]}\"", $"\"{choices[0]}, {choices[^1]}\"", $"\"{choices[0]}|{choices[^1]}\"", $"\"{choices[0]}x\""];

    private static TheoryData<string, string> Rows(IEnumerable<(string Path, string Value)> rows)
    {
        TheoryData<string, string> data = [];
        foreach ((string path, string value) in rows)
            data.Add(path, value);
        return data;
    }

    private static string Padded(string json, string before, string after) => $"\"{before}{json.Trim('"')}{after}\"";

    private static ServeSettings Read(string path, string value)
    {
        JsonNode settings = JsonNode.Parse(Base)!;
        string[] names = path.Split(':');
        if (names is ["Console", _])
            settings["Console"] = new JsonObject();
        if (names is ["Certificate", _])
            settings["Certificate"] = new JsonObject { ["Path"] = "nowhere.pem" };
        JsonNode parent = settings;
        foreach (string name in names[..^1])
            parent = parent is JsonArray list ? list[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)]! : parent[name]!;
        if (parent is JsonArray array)
            array[int.Parse(names[^1], System.Globalization.CultureInfo.InvariantCulture)] = JsonNode.Parse(value);
        else
            parent[names[^1]] = JsonNode.Parse(value);
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(settings.ToJsonString()));
        return ServeSettings.Read(new ConfigurationBuilder().AddJsonStream(stream).Build(), Path.GetTempPath());
    }
}
