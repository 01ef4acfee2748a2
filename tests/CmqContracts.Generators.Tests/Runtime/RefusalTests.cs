using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using FsCheck;
using FsCheck.Fluent;

namespace CmqContracts.Generators.Tests.Runtime;

/// <summary>What a refusal says, for every contract of the corpus: the place, the expectation and the contract, and nothing of the content.</summary>
public class RefusalTests
{
    private const int Rounds = 50;
    private const int MutationsPerRound = 8;

    /// <summary>Shorter ones may be words of the message, or numbers in it.</summary>
    private const int LongestHarmless = 8;

    private static readonly string[] EnumNames =
    [
        .. typeof(RefusalTests).Assembly.GetTypes().Append(typeof(DayOfWeek))
            .Where(type => type.IsEnum && !type.ContainsGenericParameters)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public))
            .Select(field => field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? field.Name)
            .OrderByDescending(name => name.Length),
    ];

    public static TheoryData<string> Contracts => DifferentialTests.Contracts;

    [Theory]
    [MemberData(nameof(Contracts))]
    public void A_refusal_names_the_place_and_keeps_the_content_to_itself(string contract) =>
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Rounds),
            Prop.ForAll(Corpus.Seeds, Corpus.Check(contract, typeof(RefusalTests), nameof(Check))));

    private static void Check<T, TBinding>(int seed)
        where TBinding : IQueueMessage<T>
    {
        Random chance = new(seed);
        byte[] body = Oracle.Encode<T, TBinding>(new Values(chance).Of<T>());
        Mutation mutation = new(chance);
        for (int i = 0; i < MutationsPerRound; i++)
        {
            byte[] changed = mutation.Apply(body);
            try
            {
                TBinding.Contract.Codec.Decode(changed);
            }
            catch (MessageFormatException e)
            {
                Judge(e, changed, typeof(T));
            }
        }
    }

    private static void Judge(MessageFormatException e, byte[] body, Type message)
    {
        Assert.StartsWith("$", e.Path, StringComparison.Ordinal);
        Assert.NotEmpty(e.Expected);
        Assert.Equal(NameOf(message), e.Contract);
        foreach (string value in ValuesOf(body))
        {
            Assert.DoesNotContain(value, e.Expected, StringComparison.Ordinal);
            Assert.DoesNotContain(value, e.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>The strings of a body that are not also in its names, as these are in the path.</summary>
    private static HashSet<string> ValuesOf(byte[] body)
    {
        HashSet<string> values = [];
        HashSet<string> names = [];
        Utf8JsonReader reader = new(body);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.PropertyName)
                    names.Add(reader.GetString()!);
                else if (reader.TokenType is JsonTokenType.String && reader.GetString() is { Length: > LongestHarmless } value)
                    values.Add(value);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // As far as it can be read.
        }

        values.RemoveWhere(value => IsOfContract(value) || names.Any(name => name.Contains(value, StringComparison.Ordinal)));
        return values;
    }

    /// <summary>Whether a string is made of names of enums, which an expectation lists.</summary>
    private static bool IsOfContract(string value)
    {
        foreach (string name in EnumNames)
            value = value.Replace(name, "", StringComparison.OrdinalIgnoreCase);
        return value.All(c => c is ',' or ' ');
    }

    /// <summary>A type as users write it.</summary>
    private static string NameOf(Type type)
    {
        if (!type.IsGenericType)
            return type.FullName!.Replace('+', '.');
        string arguments = string.Join(", ", type.GetGenericArguments().Select(argument => argument == typeof(string) ? "string" : NameOf(argument)));
        return $"{type.FullName![..type.FullName!.IndexOf('`', StringComparison.Ordinal)].Replace('+', '.')}<{arguments}>";
    }
}
