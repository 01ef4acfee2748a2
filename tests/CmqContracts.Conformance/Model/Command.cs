using FsCheck;
using FsCheck.Fluent;

namespace CmqContracts.Conformance.Model;

internal enum Act
{
    Create,
    DeleteQueue,
    Set,
    Unbind,
    Clear,
    Rewind,
    CountRewind,
    List,
    Send,
    Receive,
    Cancel,
    Delete,
    Peek,
    Find,
    Search,
    Profile,
    Move,
    MoveByIds,
    DeleteByIds,
    Job,
    CreateTopic,
    DeleteTopic,
    SetTopic,
    ListTopics,
    Subscribe,
    Unsubscribe,
    SetSubscription,
    ClearFilterTags,
    Publish,
    TakePushes,
    SettlePush,
    Advance,
    Reopen,
    Step,
    StepDown,
    FailNext,
}

/// <summary>One step of a program: what to do, and four small numbers from which its arguments are made.</summary>
internal sealed record Command(Act Act, int A, int B, int C, int D)
{
    public override string ToString() => $"new(Act.{Act}, {A}, {B}, {C}, {D})";
}

/// <summary>A random sequence of commands; it prints as code that can be pasted into a test.</summary>
internal sealed record Program(IReadOnlyList<Command> Commands)
{
    private static readonly Gen<int> Small = Gen.Choose(0, 999);

    public override string ToString() => "[\n    " + string.Join(",\n    ", Commands) + "\n]";

    /// <summary>Generates programs.</summary>
    /// <param name="length">The maximum number of commands.</param>
    /// <param name="extra">What the backend allows beyond requests and the passing of time. An entry that is given twice comes twice as often.</param>
    public static Arbitrary<Program> Arbitrary(int length, params Act[] extra)
    {
        Gen<Act> act = Gen.Frequency(
        [
            (3, Gen.Constant(Act.Create)),
            (1, Gen.Constant(Act.DeleteQueue)),
            (4, Gen.Constant(Act.Set)),
            (1, Gen.Constant(Act.Unbind)),
            (1, Gen.Constant(Act.Clear)),
            (5, Gen.Constant(Act.Rewind)),
            (2, Gen.Constant(Act.CountRewind)),
            (1, Gen.Constant(Act.List)),
            (22, Gen.Constant(Act.Send)),
            (26, Gen.Constant(Act.Receive)),
            (2, Gen.Constant(Act.Cancel)),
            (18, Gen.Constant(Act.Delete)),
            (4, Gen.Constant(Act.Peek)),
            (2, Gen.Constant(Act.Find)),
            (3, Gen.Constant(Act.Search)),
            (1, Gen.Constant(Act.Profile)),
            (3, Gen.Constant(Act.Move)),
            (4, Gen.Constant(Act.MoveByIds)),
            (4, Gen.Constant(Act.DeleteByIds)),
            (3, Gen.Constant(Act.Job)),
            (1, Gen.Constant(Act.CreateTopic)),
            (1, Gen.Constant(Act.DeleteTopic)),
            (1, Gen.Constant(Act.SetTopic)),
            (1, Gen.Constant(Act.ListTopics)),
            (5, Gen.Constant(Act.Subscribe)),
            (1, Gen.Constant(Act.Unsubscribe)),
            (2, Gen.Constant(Act.SetSubscription)),
            (1, Gen.Constant(Act.ClearFilterTags)),
            (12, Gen.Constant(Act.Publish)),
            (4, Gen.Constant(Act.TakePushes)),
            (4, Gen.Constant(Act.SettlePush)),
            (18, Gen.Constant(Act.Advance)),
            .. extra.Select(static e => (2, Gen.Constant(e))),
        ]);
        Gen<Command> command =
            from a in act
            from n in Gen.ArrayOf(Small, 4)
            select new Command(a, n[0], n[1], n[2], n[3]);
        return Arb.From(Gen.ArrayOf(command, length).Select(static commands => new Program(commands)), Shrink);
    }

    /// <summary>Leaves out halves, quarters, ... single commands, then makes numbers smaller.</summary>
    private static IEnumerable<Program> Shrink(Program program)
    {
        IReadOnlyList<Command> commands = program.Commands;
        for (int size = commands.Count / 2; size > 0; size /= 2)
        {
            for (int start = 0; start + size <= commands.Count; start += size)
                yield return new Program([.. commands.Take(start), .. commands.Skip(start + size)]);
        }

        for (int i = 0; i < commands.Count; i++)
        {
            Command c = commands[i];
            foreach (Command smaller in new[] { c with { A = 0 }, c with { B = 0 }, c with { C = 0 }, c with { D = 0 }, c with { A = c.A / 2 }, c with { B = c.B / 2 }, c with { C = c.C / 2 }, c with { D = c.D / 2 } })
            {
                if (smaller != c)
                    yield return new Program([.. commands.Take(i), smaller, .. commands.Skip(i + 1)]);
            }
        }
    }
}
