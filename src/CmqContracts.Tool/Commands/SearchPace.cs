namespace CmqContracts.Tool;

/// <summary>
/// How many messages each request of a search looks at: as many as take about a second, however long the bodies are and whatever else the service does. So no
/// request comes near its timeout, and a search says often where it is.
/// </summary>
internal sealed class SearchPace
{
    /// <summary>Of the longest bodies, about 100 MB.</summary>
    private const int First = 100;

    private const int Fewest = 10;

    /// <summary>Short bodies may be followed by the longest ones, of which these are 500 MB. To search short ones takes longer than to ask for them already.</summary>
    private const int Most = 500;

    private static readonly TimeSpan Goal = TimeSpan.FromSeconds(1);

    /// <summary>How many messages the next request looks at.</summary>
    public int MaxExamined { get; private set; } = First;

    /// <summary>Takes how long a request took, and how many messages it looked at.</summary>
    public void Took(TimeSpan time, int examined)
    {
        double fitting = time > TimeSpan.Zero ? examined * (Goal / time) : Most;
        MaxExamined = (int)Math.Clamp(fitting, Fewest, Most);
    }
}
