using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CmqContracts.Json;

/// <summary>
/// Finds the JSON path of a position in a body. Only failures need it, so it reads the body again, and readers keep no path.
/// Names that the contract declares are named; all others are content, and told by their position: <c>[key #2]</c>.
/// </summary>
internal static class JsonPath
{
    private static readonly SearchValues<byte> BetweenTokens = SearchValues.Create(" \t\r\n,:"u8);
    private static readonly SearchValues<char> NeedsBrackets = SearchValues.Create(" .[]'\"\\\r\n\t");

    /// <summary>The path of the value whose token begins at an offset, or of one of its members.</summary>
    public static string To(ReadOnlySpan<byte> body, long offset, string? member, ReadOnlySpan<JsonMembers> tables)
    {
        Scan scan = new();
        scan.Run(new Utf8JsonReader(body), body, offset);
        return scan.Path(body, member, nextItem: false, tables);
    }

    /// <summary>The path at which a body stops being JSON.</summary>
    public static string ToEnd(ReadOnlySpan<byte> body, ReadOnlySpan<JsonMembers> tables) => To(body, long.MaxValue, null, tables);

    /// <summary>The path of the value that would follow an incomplete text.</summary>
    public static string After(ReadOnlySpan<byte> text, ReadOnlySpan<JsonMembers> tables)
    {
        Scan scan = new();
        scan.Run(new Utf8JsonReader(text, isFinalBlock: false, default), text, long.MaxValue);
        return scan.Path(text, null, nextItem: true, tables);
    }

    /// <summary>Appends the name of a member to a path.</summary>
    public static void Append(StringBuilder path, string name)
    {
        bool plain = name.Length > 0 && !name.AsSpan().ContainsAny(NeedsBrackets);
        if (plain)
            path.Append('.').Append(name);
        else
            path.Append("['").Append(name.Replace("'", "\\'", StringComparison.Ordinal)).Append("']");
    }

    private sealed class Scan
    {
        private readonly Stack<Level> _levels = new();

        public void Run(Utf8JsonReader reader, ReadOnlySpan<byte> body, long offset)
        {
            bool isText = offset < body.Length && body[(int)offset] == (byte)'"';
            try
            {
                while (!(isText && TryStepTo(ref reader, body, offset)) && reader.Read() && !Step(ref reader, offset))
                {
                }
            }
            catch (JsonException)
            {
                // The body ends here as far as a reader can follow it; that is the place.
            }
        }

        public string Path(ReadOnlySpan<byte> body, string? member, bool nextItem, ReadOnlySpan<JsonMembers> tables)
        {
            StringBuilder path = new("$");
            foreach (Level level in _levels.Reverse())
            {
                if (level.IsArray)
                    path.Append(CultureInfo.InvariantCulture, $"[{Math.Max(level.Index + (nextItem && level == _levels.Peek() ? 1 : 0), 0)}]");
                else if (level.Index < 0)
                    continue;
                else if (Declared(body.Slice(level.NameStart, level.NameLength), tables) is { } name)
                    Append(path, name);
                else
                    path.Append(CultureInfo.InvariantCulture, $"[key #{level.Index + 1}]");
            }

            if (member is not null)
                Append(path, member);
            return path.ToString();
        }

        private static string? Declared(ReadOnlySpan<byte> quoted, ReadOnlySpan<JsonMembers> tables)
        {
            string name;
            try
            {
                Utf8JsonReader reader = new(quoted);
                reader.Read();
                name = JsonMembers.NameOf(ref reader);
            }
            catch (InvalidOperationException)
            {
                return null; // An escape in it is half a character.
            }

            foreach (JsonMembers table in tables)
            {
                if (table.Declared(name) is { } declared)
                    return declared;
            }

            return null;
        }

        /// <summary>Ends before the text that is looked for, if it is the next value: it may be long, and nothing of it is needed.</summary>
        private bool TryStepTo(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, long offset)
        {
            Level? level = _levels.Count > 0 ? _levels.Peek() : null;
            bool isItem = level is { IsArray: true };
            int consumed = (int)reader.BytesConsumed;
            if ((!isItem && reader.TokenType != JsonTokenType.PropertyName) || consumed + body[consumed..].IndexOfAnyExcept(BetweenTokens) != offset)
                return false;
            if (isItem)
                level!.Index++;
            return true;
        }

        private bool Step(ref Utf8JsonReader reader, long offset)
        {
            bool found = reader.TokenStartIndex >= offset;
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    _levels.Peek().Take(ref reader);
                    return found;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    _levels.Pop();
                    return found;
            }

            if (_levels.TryPeek(out Level? level) && level.IsArray)
                level.Index++;
            if (!found && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                _levels.Push(new Level { IsArray = reader.TokenType == JsonTokenType.StartArray });
            return found;
        }
    }

    private sealed class Level
    {
        public bool IsArray { get; init; }

        /// <summary>The index of the item, or of the member, at hand; -1: there was none yet.</summary>
        public int Index { get; set; } = -1;

        /// <summary>Where the member's name is in the body, with its quotes.</summary>
        public int NameStart { get; private set; }

        public int NameLength { get; private set; }

        public void Take(ref Utf8JsonReader reader)
        {
            Index++;
            NameStart = (int)reader.TokenStartIndex;
            NameLength = reader.ValueSpan.Length + 2;
        }
    }
}
