using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace CmqContracts.Json;

/// <summary>Reads values from JSON, taking what <c>System.Text.Json</c> takes with its web defaults.</summary>
/// <remarks>
/// Made for generated code. Each method reads the value at the reader's token and stops at its last token; the text values also
/// read a member's name, which is how dictionaries get their keys.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class JsonBodyReader
{
    /// <summary>Whether the value is <c>null</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNull(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null;

    /// <summary>Checks that an object begins.</summary>
    public static void BeginObject(ref Utf8JsonReader reader, string type)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            Fail($"an object ({type})");
    }

    /// <summary>Checks that an array begins.</summary>
    public static void BeginArray(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            Fail("an array");
    }

    /// <summary>Moves to the next item of an array.</summary>
    public static bool NextItem(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>Moves to the next name of an object.</summary>
    public static bool NextKey(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.PropertyName;
    }

    /// <summary>Fails because a member of the body is none of the object's.</summary>
    [DoesNotReturn]
    public static void Unmapped(ref Utf8JsonReader reader) => Fail("no such member: the contract does not have it");

    /// <summary>The failure of an object that does not say which type it has.</summary>
    /// <param name="discriminator">The member that should say it.</param>
    public static Exception UnknownType(string discriminator) => new UnreadableValueException("the name of the object's type, as the first member: the common type is abstract", discriminator);

    [DoesNotReturn]
    private static void Fail(string expected) => throw new UnreadableValueException(expected);

    private static bool IsText(ref Utf8JsonReader reader) => reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName;

    /// <summary>The text of a string, unescaped; escapes in what is not free text are rare enough to allocate for.</summary>
    private static ReadOnlySpan<byte> Text(ref Utf8JsonReader reader) =>
        !IsText(ref reader) ? default
        : reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!)
        : reader.ValueSpan;
}
