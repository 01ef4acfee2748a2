namespace CmqContracts.Protocol.Tests;

/// <summary>Names of hosts, and how many of them were read.</summary>
internal sealed class CountingHosts(int count) : IReadOnlyList<string>
{
    public int Asked { get; private set; }

    public int Count => count;

    public string this[int index] => "host" + index;

    public IEnumerator<string> GetEnumerator()
    {
        for (int i = 0; i < count; i++)
        {
            Asked++;
            yield return this[i];
        }
    }

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}
