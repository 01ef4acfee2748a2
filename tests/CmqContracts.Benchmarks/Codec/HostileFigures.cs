using System.Buffers;
using System.Diagnostics;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using CmqContracts.Generators.Tests.Runtime;

namespace CmqContracts.Benchmarks;

/// <summary>
/// What a body can cost at worst: every contract of the generator's tests, and some of our own, with bodies that are made to be
/// expensive, to System.Text.Json on the same body; and to ourselves on one of half the size.
/// </summary>
internal static class HostileFigures
{
    private const int Size = 64 * 1024;
    private const int Values = 4;
    private const int Finalists = 12;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What System.Text.Json reads in place of types that it does not.</summary>
    private static readonly Dictionary<Type, Type> Cousins = new() { [typeof(FrozenTexts)] = typeof(FrozenTextsCousin), [typeof(SortedNames)] = typeof(SortedNamesCousin) };

    /// <summary>Bodies of our own contracts, which random values would not make.</summary>
    private static readonly Dictionary<Type, string> Bodies = new()
    {
        [typeof(NodeThere)] = """{"a":1,"b":{"c":1}}""",
        [typeof(FrozenTexts)] = """{"texts":["a"],"names":{"a":"b"},"numbers":[1]}""",
        [typeof(SortedNames)] = """{"numbers":{"1":1},"names":{"a":1}}""",
        [typeof(FlagList)] = """{"flags":"FlagNumber32","more":["FlagNumber32"]}""",
        [typeof(EightyParameters)] = "{" + string.Join(',', Enumerable.Range(1, 80).Select(static i => $"\"parameterNumber{i:00}\":{i}")) + "}",
    };

    public static void Measure(FigurePrinter printer)
    {
        List<Race> races = [.. Bodies.Keys.Concat(Corpus()).SelectMany(static type => (IEnumerable<Race>)Method(nameof(Races), type).Invoke(null, [type])!)];
        foreach (Race race in races)
            race.Look();
        Race worst = races.OrderByDescending(static race => race.Ratio).Take(Finalists).ToList().MaxBy(static race => race.Measure())!;
        printer.Ratio("codec.hostile.worst", worst.Ratio, FigurePrinter.Baseline("system-text-json", worst.Baseline, "ns") + $" bar<=3 of {races.Count} bodies: {worst.Name}");
        Race growing = races.OrderByDescending(static race => race.Growth).Take(Finalists).ToList().MaxBy(static race => race.MeasureGrowth())!;
        printer.Ratio("codec.hostile.doubling", growing.Growth, $"half-the-body bar<=3 of {races.Count} bodies: {growing.Name}");
    }

    private static IEnumerable<Type> Corpus() => typeof(HostileFigures).Assembly.GetTypes()
        .Where(static type => type.Namespace == typeof(Generators.Tests.Runtime.Values).Namespace && type.IsDefined(typeof(CmqQueueAttribute), inherit: false))
        .OrderBy(static type => type.FullName, StringComparer.Ordinal);

    private static MethodInfo Method(string name, Type message) => typeof(HostileFigures).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(message);

    private static IEnumerable<Race> Races<TMessage>(Type type)
        where TMessage : IQueueMessage<TMessage>
    {
        MessageCodec<TMessage> codec = TMessage.Contract.Codec;
        Type rival = Cousins.GetValueOrDefault(type, type);
        HashSet<string> seen = [];
        foreach (byte[] body in Samples<TMessage>(codec))
        {
            foreach ((string name, Func<int, byte[]> make) in HostileBodies.Of(body))
            {
                if (seen.Add(name))
                    yield return new Race($"{type.Name} {name}", make, bytes => codec.Decode(bytes), bytes => JsonSerializer.Deserialize(bytes, rival, Options));
            }
        }
    }

    private static List<byte[]> Samples<TMessage>(MessageCodec<TMessage> codec)
    {
        if (Bodies.TryGetValue(typeof(TMessage), out string? body))
            return [System.Text.Encoding.UTF8.GetBytes(body)];
        List<byte[]> samples = [];
        for (int seed = 0; seed < Values; seed++)
        {
            ArrayBufferWriter<byte> output = new();
            codec.Encode(new Values(new Random(seed)).Of<TMessage>(), output);
            samples.Add(output.WrittenSpan.ToArray());
        }

        return samples;
    }

    /// <summary>One body, by us and by System.Text.Json. Either may refuse it: refusing has its cost, too.</summary>
    private sealed class Race(string name, Func<int, byte[]> make, Action<byte[]> ours, Action<byte[]> rival)
    {
        public string Name { get; } = name.Replace(' ', '-');

        public double Ratio { get; private set; }

        public double Baseline { get; private set; }

        public double Growth { get; private set; }

        /// <summary>A first look, to find what is worth measuring.</summary>
        public void Look()
        {
            byte[] body = make(Size), half = make(Size / 2);
            (double mine, Baseline) = Fastest(() => Run(ours, body), () => Run(rival, body), rounds: 3);
            Ratio = mine / Baseline;
            Growth = mine / Fastest(() => Run(ours, half), static () => { }, rounds: 3).First;
        }

        public double Measure()
        {
            byte[] body = make(Size);
            (double mine, Baseline) = Fastest(() => Run(ours, body), () => Run(rival, body), rounds: 60);
            return Ratio = mine / Baseline;
        }

        public double MeasureGrowth()
        {
            byte[] body = make(Size * 4), half = make(Size * 2);
            (double mine, double less) = Fastest(() => Run(ours, body), () => Run(ours, half), rounds: 30);
            return Growth = mine / less;
        }

        private static void Run(Action<byte[]> read, byte[] body)
        {
            try
            {
                read(body);
            }
            catch (Exception e) when (e is MessageFormatException or JsonException or NotSupportedException or InvalidOperationException or ArgumentException or FormatException)
            {
            }
        }

        /// <summary>The fastest of each, turn by turn: what disturbs only makes slower.</summary>
        private static (double First, double Second) Fastest(Action first, Action second, int rounds)
        {
            double fastest = double.MaxValue, other = double.MaxValue;
            for (int i = 0; i < rounds; i++)
            {
                fastest = Math.Min(fastest, Time(first));
                other = Math.Min(other, Time(second));
            }

            return (fastest, other);
        }

        private static double Time(Action action)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        }
    }
}
