using System.Text.Json;
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

        // What is allowed is listed from the contract, and a body may hold a part of that list.
        string said = e.Expected.StartsWith("one of the names ", StringComparison.Ordinal) || e.Expected.StartsWith("the name of a type ", StringComparison.Ordinal)
            ? e.Message.Replace(e.Expected, "", StringComparison.Ordinal)
            : e.Message;
        foreach (string value in ValuesOf(body))
            Assert.DoesNotContain(value, said, StringComparison.Ordinal);
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
                if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.String) || TextOf(ref reader) is not { } text)
                    continue;
                if (reader.TokenType is JsonTokenType.PropertyName)
                    names.Add(text);
                else if (text.Length > LongestHarmless)
                    values.Add(text);
            }
        }
        catch (JsonException)
        {
            // As far as it can be read.
        }

        values.RemoveWhere(value => names.Any(name => name.Contains(value, StringComparison.Ordinal)));
        return values;
    }

    private static string? TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // Not UTF-8, or half a character.
            return null;
        }
    }

    /// <summary>A type as users write it.</summary>
    private static string NameOf(Type type)
    {
        if (!type.IsGenericType)
            return type.FullName!.Replace('+', '.');
        string arguments = string.Join(", ", type.GetGenericArguments().Select(argument => argument == typeof(string) ? "string" : argument == typeof(int) ? "int" : NameOf(argument)));
        return $"{type.FullName![..type.FullName!.IndexOf('`', StringComparison.Ordinal)].Replace('+', '.')}<{arguments}>";
    }
}
