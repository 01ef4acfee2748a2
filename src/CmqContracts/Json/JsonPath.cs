using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CmqContracts.Json;

/// <summary>Finds the JSON path of a place in a body. Only failures need it, so it reads the body again instead of being told along the way.</summary>
internal static class JsonPath
{
    private static readonly SearchValues<char> NeedsBrackets = SearchValues.Create(" .[]'\"\\\r\n\t");

    /// <summary>The path of the value whose token begins at an offset, or of one of its members.</summary>
    public static string To(ReadOnlySpan<byte> body, long offset, string? member)
    {
        Scan scan = new();
        scan.Run(new Utf8JsonReader(body), offset);
        return scan.Path(member, nextItem: false);
    }

    /// <summary>The path at which a body stops being JSON.</summary>
    public static string ToEnd(ReadOnlySpan<byte> body)
    {
        Scan scan = new();
        scan.Run(new Utf8JsonReader(body), long.MaxValue);
        return scan.Path(null, nextItem: false);
    }

    /// <summary>The path of the value that would follow an incomplete text.</summary>
    public static string After(ReadOnlySpan<byte> text)
    {
        Scan scan = new();
        scan.Run(new Utf8JsonReader(text, isFinalBlock: false, default), long.MaxValue);
        return scan.Path(null, nextItem: true);
    }

    private sealed class Scan
    {
        private readonly Stack<Level> _levels = new();

        public void Run(Utf8JsonReader reader, long offset)
        {
            try
            {
                while (reader.Read() && !Step(ref reader, offset))
                {
                }
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                // The body ends here as far as a reader can follow it; that is the place.
            }
        }

        public string Path(string? member, bool nextItem)
        {
            StringBuilder path = new("$");
            foreach (Level level in _levels.Reverse())
            {
                if (level.IsArray)
                    path.Append(CultureInfo.InvariantCulture, $"[{Math.Max(level.Index + (nextItem && level == _levels.Peek() ? 1 : 0), 0)}]");
                else if (level.Name is { } name)
                    Append(path, name);
            }

            if (member is not null)
                Append(path, member);
            return path.ToString();
        }

        private bool Step(ref Utf8JsonReader reader, long offset)
        {
            bool found = reader.TokenStartIndex >= offset;
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    _levels.Peek().Name = reader.GetString();
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

        private static void Append(StringBuilder path, string name)
        {
            bool plain = name.Length > 0 && !name.AsSpan().ContainsAny(NeedsBrackets);
            if (plain)
                path.Append('.').Append(name);
            else
                path.Append("['").Append(name.Replace("'", "\\'", StringComparison.Ordinal)).Append("']");
        }
    }

    private sealed class Level
    {
        public bool IsArray { get; init; }

        public int Index { get; set; } = -1;

        public string? Name { get; set; }
    }
}
