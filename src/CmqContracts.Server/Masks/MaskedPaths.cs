using System.Globalization;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>Options that name the JSON paths of masked values.</summary>
internal static class MaskedPaths
{
    /// <summary>Checks the paths of an option.</summary>
    /// <param name="option">Its name, for the error.</param>
    /// <param name="paths">The paths.</param>
    /// <exception cref="ArgumentException">Names the path that is none.</exception>
    public static void Check(string option, IReadOnlyList<string> paths)
    {
        if (paths is null)
            throw new ArgumentException($"{option} is null; it must be a list of JSON paths.");
        for (int i = 0; i < paths.Count; i++)
        {
            if (paths[i] is not { } path)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{option}[{i}] is null; it must be a JSON path, such as $.card.number."));
            if (JsonMask.FindProblem(path) is { } problem)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{option}[{i}] is '{ShownText.Of(path)}', which is no JSON path, such as $.card.number: {problem}."));
        }

        if (paths.Count > JsonMask.MaxPaths)
            throw new ArgumentException($"{option} has {paths.Count} paths; at most {JsonMask.MaxPaths} are allowed.");
    }
}
