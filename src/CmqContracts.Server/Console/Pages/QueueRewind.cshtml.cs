using System.Globalization;
using CmqContracts.Protocol;
using Microsoft.AspNetCore.Mvc;

namespace CmqContracts.Server.Pages;

/// <summary>Brings deleted messages of a queue back: first says how many return, then does it.</summary>
public sealed class QueueRewindModel : QueuePage
{
    /// <summary>Where the time line ends, in its own units: a point is one wide.</summary>
    internal const int ChartHeight = 40;

    /// <summary>The point to rewind to, Unix seconds; <see langword="null"/>: none is chosen.</summary>
    [BindProperty(SupportsGet = true, Name = "at")]
    public string? At { get; set; }

    /// <summary>The exact time to rewind to, as it is typed, in place of a point.</summary>
    [BindProperty(SupportsGet = true, Name = "time")]
    public string? Time { get; set; }

    internal bool KeepsDeleted => Attributes.RewindSeconds > 0;

    internal IReadOnlyList<RewindPoint> Points { get; private set; } = [];

    /// <summary>The time that is chosen; <see langword="null"/>: none, or a wrong one.</summary>
    internal DateTimeOffset? Chosen { get; private set; }

    /// <summary>How many messages return then.</summary>
    internal long Returning { get; private set; }

    /// <summary>What is wrong with the time.</summary>
    internal string? TimeProblem { get; private set; }

    /// <summary>Which of the points is shown as chosen.</summary>
    internal int ShownPoint { get; private set; }

    /// <summary>The times that the queue can be rewound to.</summary>
    internal (DateTimeOffset Earliest, DateTimeOffset Latest) Window
    {
        get
        {
            RewindWindow window = RewindWindow.Of(Console.Time.GetUtcNow(), Attributes.RewindSeconds, Attributes.OldestMessageAt);
            return (DateTimeOffset.FromUnixTimeSeconds(window.Earliest), DateTimeOffset.FromUnixTimeSeconds(window.Latest));
        }
    }

    /// <summary>How many of the messages that would return were produced between a point and the next, in the units of the chart.</summary>
    internal double Height(int point)
    {
        long highest = Enumerable.Range(0, Points.Count).Max(Between);
        return highest == 0 ? 0 : Math.Ceiling(10.0 * ChartHeight * Between(point) / highest) / 10;
    }

    /// <summary>Shows the time line, and how many messages return from the time that is chosen.</summary>
    public async Task OnGetAsync()
    {
        if (!KeepsDeleted)
            return;
        Points = (await Inspector.GetRewindProfileAsync(Queue, Aborted).ConfigureAwait(false)).Points;
        string typed = string.IsNullOrWhiteSpace(Time) ? At?.Trim() ?? "" : Time.Trim();
        if (typed.Length == 0)
            return;
        if (!TimeText.TryRead(typed, out DateTimeOffset time))
        {
            TimeProblem = $"'{typed}' is no time; it must be {TimeText.Forms}.";
            return;
        }

        try
        {
            Returning = await Inspector.CountRewindAsync(new RewindQueueRequest(Queue, time.ToUnixTimeSeconds()), Aborted).ConfigureAwait(false);
            Chosen = time;
        }
        catch (CmqServiceException e) when (e.Is(CmqErrors.InvalidRewindTime))
        {
            TimeProblem = TextOf(e);
        }

        ShownPoint = Math.Max(0, Points.TakeWhile(point => point.Time <= time).Count() - 1);
    }

    /// <summary>Rewinds the queue.</summary>
    /// <param name="to">The time, Unix seconds.</param>
    public async Task<IActionResult> OnPostAsync(long to)
    {
        await Service.RewindQueueAsync(new RewindQueueRequest(Queue, to)).ConfigureAwait(false);
        Changed(string.Create(CultureInfo.InvariantCulture, $"queue '{Attributes.QueueName}' rewound to {to} (Unix seconds)"));
        QueueDescriptionList now = await Inspector.DescribeQueuesAsync(new DescribeQueuesRequest { QueueNames = [Queue] }, Aborted).ConfigureAwait(false);
        long returned = now.Queues is [{ Counts.Rewound: var all }] ? Math.Max(0, all - Description.Counts.Rewound) : 0;
        Notice = $"The queue was rewound: {(returned == 1 ? "1 message is" : $"{Shown.Number(returned)} messages are")} active again.";
        return Redirect(Path);
    }

    private long Between(int point) => Points[point].Messages - (point + 1 < Points.Count ? Points[point + 1].Messages : 0);
}
