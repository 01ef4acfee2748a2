using CmqContracts;

namespace Quickstart;

/// <summary>One walk through the quick start: where it talks to, and what it prints.</summary>
internal sealed class Walk(CmqClient cmq, Func<CmqClient>? connectWithWrongKey, TextWriter output)
{
    public CmqClient Cmq { get; } = cmq;

    /// <summary>Connects with a key that is wrong; <see langword="null"/> where no key is involved.</summary>
    public Func<CmqClient>? ConnectWithWrongKey { get; } = connectWithWrongKey;

    public void Say(string text) => output.WriteLine("    " + text);

    /// <summary>Ends the walk unless what should be true is.</summary>
    public static void Expect(bool isTrue, string expectation)
    {
        if (!isTrue)
            throw new InvalidOperationException("Expected: " + expectation);
    }

    public async Task StepAsync(string name, string what, Func<Walk, Task> step)
    {
        output.WriteLine($"{name}: {what}");
        await step(this);
        output.WriteLine($"ok: {name}");
        output.WriteLine();
    }
}
