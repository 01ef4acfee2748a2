using System.Globalization;
using System.Text;

namespace CmqContracts.Server.Tests.Faults;

/// <summary>Breaks requests. Texts contain bytes, one per character.</summary>
internal sealed class Mutations(Random random)
{
    // None of these is a valid queue name, because messages in another queue would not be counted.
    private static readonly string[] Numbers =
    [
        "0", "-1", "1", "16", "17", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "-9223372036854775809",
        "18446744073709551616", "99999999999999999999999999999999999999", "1e9", "1.5", "0x10", " 5", "5 ", "+5", "--5", "\u00d9\u00a3", "-NaN", "-true", "1488719262000000000",
    ];

    private static readonly string[] Texts =
    [
        "-null", "{}", "[]", "[[[[[[[[[[", "{\"deadLetterQueue\":null}", "{\"deadLetterQueue\":\"\\ud800\",\"policy\":0}", "{\"policy\":1e400}", "\"", "\\", "(10200)no message",
        "@", "@@@", "../../etc/passwd", "%00", "%", "%%%", "a=b=c", "'; DROP TABLE queues; --", "\0", "\r\n\r\n", "\u00ef\u00bb\u00bf", "\u00ff\u00fe", "\u00c0\u0080", "\u00ed\u00a0\u0080",
    ];

    /// <summary>Breaks one to three of the parameters.</summary>
    public (string Name, string Value)[] Break((string Name, string Value)[] parameters)
    {
        List<(string Name, string Value)> broken = [.. parameters];
        for (int i = random.Next(1, 4); i > 0; i--)
            BreakOne(broken);
        return [.. broken];
    }

    /// <summary>Flips, cuts, inserts or repeats bytes.</summary>
    public string Break(string bytes)
    {
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            int at = random.Next(bytes.Length + 1);
            int length = Math.Min(random.Next(1, 20), bytes.Length - at);
            bytes = random.Next(6) switch
            {
                0 when length > 0 => bytes[..at] + (char)(bytes[at] ^ (1 << random.Next(8))) + bytes[(at + 1)..],
                1 when length > 0 => bytes[..at] + (char)random.Next(256) + bytes[(at + 1)..],
                2 => bytes[..at],
                3 => bytes[..at] + bytes[(at + length)..],
                4 => bytes[..(at + length)] + bytes[at..],
                _ => bytes[..at] + Garbage(random.Next(1, 30)) + bytes[at..],
            };
        }

        return bytes;
    }

    /// <summary>Replaces one of the values of a JSON object.</summary>
    public string BreakValue(string json)
    {
        int[] colons = [.. Enumerable.Range(0, json.Length).Where(i => json[i] == ':')];
        int start = colons[random.Next(colons.Length)] + 1;
        int end = json.IndexOfAny([',', '}', ']'], start);
        string value = random.Next(2) == 0 ? Any(Numbers) : Any(Texts);
        return json[..start] + (random.Next(2) == 0 ? value : $"\"{value}\"") + json[(end < 0 ? json.Length : end)..];
    }

    private void BreakOne(List<(string Name, string Value)> parameters)
    {
        if (parameters.Count == 0)
        {
            parameters.Add((Garbage(3), Garbage(3)));
            return;
        }

        int at = random.Next(parameters.Count);
        (string name, string value) = parameters[at];
        switch (random.Next(16))
        {
            case 0:
                parameters.Insert(random.Next(parameters.Count + 1), (name, random.Next(2) == 0 ? value : Any(Numbers)));
                break;
            case 1:
                parameters.RemoveAt(at);
                break;
            case 2 or 11:
                parameters[at] = (name, Any(Numbers));
                break;
            case 3 or 12 or 13 or 14:
                parameters[at] = (name, Any(Texts));
                break;
            case 4:
                parameters[at] = (name, Garbage(random.Next(100)));
                break;
            case 5:
                parameters[at] = (name, new string('x', random.Next(5_000)));
                break;
            case 6:
                parameters[at] = (name, Break(value));
                break;
            case 7:
                parameters[at] = (Break(name), value);
                break;
            case 8:
                parameters[at] = ($"{name}.{Any(Numbers)}", value);
                break;
            case 9:
                parameters[at] = (random.Next(2) == 0 ? name.ToUpperInvariant() : name.ToLowerInvariant(), value);
                break;
            case 10:
                for (int i = random.Next(50); i > 0; i--)
                    parameters.Add((string.Create(CultureInfo.InvariantCulture, $"{name}.{i}"), value));
                break;
            default:
                int other = random.Next(parameters.Count);
                (parameters[at], parameters[other]) = ((name, parameters[other].Value), (parameters[other].Name, value));
                break;
        }
    }

    private string Any(string[] values) => values[random.Next(values.Length)];

    private string Garbage(int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return Encoding.Latin1.GetString(bytes);
    }
}
