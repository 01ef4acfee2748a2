namespace CmqContracts.Benchmarks;

/// <summary>The codec against System.Text.Json: time and memory, over five contracts and over the large one alone.</summary>
internal static class CodecFigures
{
    public static Task MeasureAsync(FigurePrinter printer)
    {
        CodecJsonContext json = CodecJsonContext.ForWire();
        CodecComparison[] comparisons =
        [
            new CodecComparison<SeedOrder>("seed", Samples.Seed, json.SeedOrder),
            new CodecComparison<NestedOrder>("nested", Samples.Nested, json.NestedOrder),
            new CodecComparison<Readings>("numbers", Samples.Numbers, json.Readings),
            new CodecComparison<Comment>("chinese", Samples.Chinese, json.Comment),
            new CodecComparison<Document>("64k", Samples.Large, json.Document),
        ];

        double[] encode = Times(printer, "codec.encode.time", comparisons, comparison => (comparison.Encode, comparison.EncodeWithSystemTextJson, comparison.EncodeWithNewtonsoft));
        printer.Absolute("codec.encode.alloc", comparisons.Max(comparison => AllocatedPerCall(comparison.Encode)), "bytes");
        double[] decode = Times(printer, "codec.decode.time", comparisons, comparison => (() => comparison.Decode(), () => comparison.DecodeWithSystemTextJson(), () => comparison.DecodeWithNewtonsoft()));
        printer.Ratio("codec.decode.alloc", GeometricMean(comparisons.Select(comparison => AllocatedPerCall(() => comparison.Decode()) / RemainingPerCall(comparison.Decode))), "size-of-what-remains");
        printer.Ratio("codec.large.time", GeometricMean([encode[^1], decode[^1]]), "system-text-json");
        foreach (CodecComparison comparison in comparisons)
            comparison.Dispose();
        HostileFigures.Measure(printer);
        return Task.CompletedTask;
    }

    private static double[] Times(FigurePrinter printer, string name, CodecComparison[] comparisons, Func<CodecComparison, (Action Ours, Action SystemTextJson, Action Newtonsoft)> runners)
    {
        List<double> ratios = [], newtonsoft = [];
        foreach (CodecComparison comparison in comparisons)
        {
            (Action ours, Action systemTextJson, Action other) = runners(comparison);
            (double mine, double baseline) = Rounds.NanosecondsPerCall(ours, systemTextJson);
            printer.Ratio($"{name}.{comparison.Name}", mine / baseline, FigurePrinter.Baseline("system-text-json", baseline, "ns"));
            ratios.Add(mine / baseline);
            (mine, baseline) = Rounds.NanosecondsPerCall(ours, other);
            newtonsoft.Add(mine / baseline);
        }

        printer.Ratio(name, GeometricMean(ratios), "system-text-json");
        printer.Ratio($"{name}.newtonsoft", GeometricMean(newtonsoft), "newtonsoft-json");
        return [.. ratios];
    }

    private static double GeometricMean(IEnumerable<double> values)
    {
        double[] all = [.. values];
        return Math.Exp(all.Sum(Math.Log) / all.Length);
    }

    private static double AllocatedPerCall(Action action)
    {
        const int calls = 1000;
        action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < calls; i++)
            action();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)calls;
    }

    /// <summary>The memory of a decoded message: the growth of the heap by many of them.</summary>
    private static double RemainingPerCall(Func<object> decode)
    {
        const int calls = 1000;
        object[] kept = new object[calls];
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < calls; i++)
            kept[i] = decode();
        long after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(kept);
        return (after - before) / (double)calls;
    }
}
