using System.Text;
using CmqContracts.Server.Tests.Quirks;

namespace CmqContracts.Server.Tests.Faults;

/// <summary>Repeats an operation on several connections at once, each with a random number generator of its own and a fixed seed.</summary>
internal static class Rounds
{
    private const int Seed = 1488719262;
    private const int Connections = 4;

    /// <returns>The sum of what the rounds returned.</returns>
    public static async Task<int> RunAsync(ServerUnderTest server, int rounds, Func<WireConnection, Random, Task<int>> round)
    {
        int[] results = await Task.WhenAll(Enumerable.Range(Seed, Connections).Select(seed => RunAsync(server, seed, rounds, round)));
        return results.Sum();
    }

    /// <summary>A request as failure messages show it.</summary>
    public static string Show(byte[] request) => Encoding.Latin1.GetString(request[..Math.Min(request.Length, 2_000)]);

    private static async Task<int> RunAsync(ServerUnderTest server, int seed, int rounds, Func<WireConnection, Random, Task<int>> round)
    {
        Random random = new(seed);
        using WireConnection connection = WireConnection.Open(server);
        int result = 0;
        for (int i = 0; i < rounds; i++)
        {
            try
            {
                result += await round(connection, random);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}, round {i}: {e.Message}", e);
            }
        }

        return result;
    }
}
