using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace CmqContracts.Generators.Tests.Runtime;

/// <summary>The messages of format errors, for every contract of the corpus: they contain the path, what was expected and the contract, and no content.</summary>
public class FormatErrorTests
{
    private const int Rounds = 50;
    private const int MutationsPerRound = 8;

    /// <summary>Values up to this length may be words or numbers of the message.</summary>
    private const int MaxIgnoredLength = 8;

    public static TheoryData<string> Contracts => DifferentialTests.Contracts;

    [Theory]
    [MemberData(nameof(Contracts))]
    public void A_format_error_has_the_path_and_no_content(string contract) =>
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Rounds),
            Prop.ForAll(Corpus.Seeds, Corpus.Check(contract, typeof(FormatErrorTests), nameof(Check))));

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
                AssertMessage(e, changed, typeof(T));
            }
        }
    }

    private static void AssertMessage(MessageFormatException e, byte[] body, Type message)
    {
        Assert.StartsWith("$", e.Path, StringComparison.Ordinal);
        Assert.NotEmpty(e.Expected);
        Assert.Equal(NameOf(message), e.Contract);

        // The message may list allowed values of the contract, which the body may contain too.
        string said = e.Expected.StartsWith("one of the names ", StringComparison.Ordinal) || e.Expected.StartsWith("the name of a type ", StringComparison.Ordinal)
            ? e.Message.Replace(e.Expected, "", StringComparison.Ordinal)
            : e.Message;
        (HashSet<string> values, HashSet<string> names) = TextsOf(body);

        // The path contains names. Few values are in the message at all, so few are sought in what may be thousands of names.
        Assert.DoesNotContain(values, value => said.Contains(value, StringComparison.Ordinal) && !names.Any(name => name.Contains(value, StringComparison.Ordinal)));
    }

    /// <summary>The longer strings of a body, and its names.</summary>
    private static (HashSet<string> Values, HashSet<string> Names) TextsOf(byte[] body)
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
                else if (text.Length > MaxIgnoredLength)
                    values.Add(text);
            }
        }
        catch (JsonException)
        {
            // The body is read as far as possible.
        }

        return (values, names);
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
