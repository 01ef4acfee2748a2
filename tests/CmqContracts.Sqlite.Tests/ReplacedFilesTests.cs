using Xunit.Abstractions;

namespace CmqContracts.Sqlite.Tests;

/// <summary>
/// Database, WAL and note of a killed store, each replaced by that of another store or moment. A combination that opens is complete and has
/// everything that the note records; every other one is refused, with the ways out.
/// </summary>
public sealed class ReplacedFilesTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, int.TryParse(Environment.GetEnvironmentVariable("CMQ_SEEDS"), out int seeds) ? seeds : 4)];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Whichever_files_are_combined_nothing_that_the_note_records_is_lost_silently(int seed)
    {
        Random random = new(seed);
        await using StoreHistory own = new(_directory.File("own"), random, "own"), other = new(_directory.File("other"), random, "other"), sibling = new(_directory.File("sibling"), random, "sibling");
        await own.WorkAsync(random.Next(1, 80));
        StoreParts earlier = own.Snapshot();
        int earlierSent = own.Sent;
        await own.WorkAsync(random.Next(0, 60));
        byte[] backup = await own.BackUpAsync(_directory.File("backup"));
        int backupSent = own.Sent;
        await own.WorkAsync(random.Next(1, 120));
        StoreParts now = own.Snapshot();
        await other.WorkAsync(random.Next(1, 120));
        StoreParts others = other.Snapshot();
        await SqliteStore.RestoreAsync(_directory.File("backup"), _directory.File("sibling"));
        await sibling.WorkAsync(random.Next(1, 120));
        StoreParts siblings = sibling.Snapshot();

        (string Name, byte[]? Bytes)[] databases = [("now", now.Database), ("earlier", earlier.Database), ("backup", backup), ("other", others.Database), ("sibling", siblings.Database), ("none", null), ("damaged", Damage(now.Database!, random))];
        (string Name, byte[]? Bytes)[] wals = [("now", now.Wal), ("earlier", earlier.Wal), ("other", others.Wal), ("sibling", siblings.Wal), ("none", null), ("damaged", Damage(now.Wal!, random))];
        (string Name, byte[]? Bytes, List<string> Acknowledged)[] notes =
        [
            ("now", now.Note, Numbers(own, own.Sent)), ("earlier", earlier.Note, Numbers(own, earlierSent)), ("other", others.Note, Numbers(other, other.Sent)),
            ("sibling", siblings.Note, [.. Numbers(own, backupSent), .. Numbers(sibling, sibling.Sent)]), ("none", null, []), ("damaged", Damage(now.Note!, random), Numbers(own, own.Sent)),
        ];
        List<string> wrong = [];
        int opened = 0, cases = 0;
        foreach ((string databaseName, byte[]? database) in databases)
        {
            foreach ((string walName, byte[]? wal) in wals)
            {
                foreach ((string noteName, byte[]? note, List<string> acknowledged) in notes)
                {
                    string what = $"{databaseName}/{walName}/{noteName}";
                    string directory = _directory.File($"case-{++cases}");
                    StoreParts parts = new(database, wal, note);
                    parts.Write(directory);
                    try
                    {
                        IReadOnlyList<string> findings = Directory.Exists(directory) && database is not null ? await SqliteStore.CheckAsync(directory) : [];
                        List<string> found = await StoreHistory.ReadAsync(directory);
                        opened++;
                        bool isDamaged = databaseName == "damaged" || walName == "damaged";
                        if (findings.Count > 0 && !isDamaged)
                            wrong.Add($"{what}: opened, and the check says {findings[0]}");
                        if (acknowledged.Except(found).FirstOrDefault() is { } lost && findings.Count == 0)
                            wrong.Add($"{what}: opened without {lost}");
                        if (!IsWhole(found, backupSent) && findings.Count == 0)
                            wrong.Add($"{what}: opened with holes, {found.Count} messages, the last is {found[^1]}");
                        if ((await SqliteStore.CheckAsync(directory)) is [string finding, ..] && findings.Count == 0)
                            wrong.Add($"{what}: when it was open and is closed, the check says {finding}");
                    }
                    catch (SqliteStoreException refusal)
                    {
                        bool belongsTogether = databaseName == walName && (noteName == databaseName || noteName == "none") && databaseName is not ("damaged" or "none");
                        belongsTogether |= (walName, noteName) == ("none", "none") && databaseName is not ("damaged" or "none");
                        if (belongsTogether || !refusal.Message.Contains("cmq store restore", StringComparison.Ordinal) || !refusal.Message.Contains(directory, StringComparison.Ordinal))
                            wrong.Add($"{what}: refused with: {refusal.Message}");

                        // A database that comes alone is opened as it is, so what is damaged in it shows later.
                        if (!StoreParts.Read(directory).IsSameAs(parts) && (wal is not null || note is not null))
                            wrong.Add($"{what}: refused, and changed");
                        if (await FindLossOfWaysOutAsync(directory, refusal.Message, backupSent) is { } loss)
                            wrong.Add($"{what}: {loss} after: {refusal.Message}");
                    }
                    catch (CmqServiceException damage) when (databaseName == "damaged" && damage.Message.Contains("is damaged", StringComparison.Ordinal))
                    {
                        // A message that is not what was written is never handed out.
                    }
                    catch (Exception e) when (e is not OutOfMemoryException)
                    {
                        wrong.Add($"{what}: {e.GetType().Name}: {e.Message}");
                    }

                    Directory.Delete(directory, recursive: true);
                }
            }
        }

        output.WriteLine($"seed {seed}: {opened} of {cases} opened; {wrong.Count} wrong");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(60)));
    }

    /// <summary>Follows the ways out that a refusal names: restores a backup into another directory, and removes the files it names.</summary>
    private async Task<string?> FindLossOfWaysOutAsync(string directory, string refusal, int backupSent)
    {
        string elsewhere = directory + "-restored";
        await SqliteStore.RestoreAsync(_directory.File("backup"), elsewhere);
        if ((await StoreHistory.ReadAsync(elsewhere)).Count != backupSent)
            return "a restored backup is not whole";
        Directory.Delete(elsewhere, recursive: true);
        if (!refusal.Contains("remove '", StringComparison.Ordinal))
            return null;

        // Once a file is removed, another fault may show.
        for (int attempt = 0; attempt < 3; attempt++)
        {
            string ways = refusal[refusal.LastIndexOf("remove '", StringComparison.Ordinal)..];
            foreach (string file in ways.Split('\'').Where(part => part.StartsWith(directory, StringComparison.Ordinal)))
                File.Delete(file);
            try
            {
                List<string> found = await StoreHistory.ReadAsync(directory);
                return IsWhole(found, backupSent) || (await SqliteStore.CheckAsync(directory)).Count > 0 ? null : "with what was to be removed removed, it opens with holes";
            }
            catch (Exception e) when (e.Message.Contains("is damaged", StringComparison.Ordinal))
            {
                return null;
            }
            catch (SqliteStoreException e) when (e.Message.Contains("remove '", StringComparison.Ordinal))
            {
                refusal = e.Message;
            }
        }

        return $"with what was to be removed removed, it is still refused: {refusal}";
    }

    private static List<string> Numbers(StoreHistory history, int count) => [.. Enumerable.Range(1, count).Select(history.MessageOf)];

    /// <summary>Whether messages are the first ones of one store, or of the backup and then of its sibling.</summary>
    private static bool IsWhole(List<string> found, int backupSent)
    {
        int own = found.TakeWhile(static message => message.StartsWith("own ", StringComparison.Ordinal)).Count();
        int rest = found.Count - own;
        if (own > 0 && rest > 0 && own != backupSent)
            return false;
        string name = rest == 0 ? "" : found[own].Split(' ')[0];
        return found.Take(own).SequenceEqual(Enumerable.Range(1, own).Select(static number => $"own {number}"))
            && found.Skip(own).SequenceEqual(Enumerable.Range(1, rest).Select(number => $"{name} {number}"))
            && (own == 0 || rest == 0 || name == "sibling");
    }

    /// <summary>Changes bytes in many places, at random the beginning too.</summary>
    private static byte[] Damage(byte[] bytes, Random random)
    {
        byte[] damaged = [.. bytes];
        int used = damaged.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        for (int i = 0; i < 20; i++)
            damaged[random.Next(used)] ^= (byte)random.Next(1, 256);
        return damaged;
    }
}
