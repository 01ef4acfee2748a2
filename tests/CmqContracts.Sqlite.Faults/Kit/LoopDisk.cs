namespace CmqContracts.Sqlite.Faults.Kit;

/// <summary>
/// A file system of the test's own, mounted from an image file. The image has what was flushed, and nothing that is only in the cache of the
/// mounted file system. So a copy of the image is the disk as a power failure would leave it.
/// </summary>
internal sealed class LoopDisk : IDisposable
{
    private readonly TempFolder _folder;
    private readonly string _image;
    private readonly string _device;
    private bool _isMounted = true;

    private LoopDisk(TempFolder folder, string image)
    {
        _folder = folder;
        _image = image;
        Root = Directory.CreateDirectory(image + ".mount").FullName;

        // With a long commit interval only what the store flushes reaches the disk.
        Command.Run("mount", "-t", "ext4", "-o", "loop,commit=600", image, Root);
        try
        {
            _device = Path.GetFileName(Command.Run("losetup", "--noheadings", "--output", "NAME", "--associated", image));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The folder where the file system is mounted.</summary>
    public string Root { get; }

    public static LoopDisk Create(TempFolder folder, int megabytes)
    {
        string image = NewImage(folder);
        using (FileStream file = new(image, FileMode.CreateNew))
            file.SetLength(megabytes * 1024L * 1024);

        // Nothing is initialized lazily, which would write later, and no blocks are reserved for root.
        Command.Run("mkfs.ext4", "-q", "-F", "-m", "0", "-E", "lazy_itable_init=0,lazy_journal_init=0", image);
        return new LoopDisk(folder, image);
    }

    /// <summary>A disk with what would be on this one if the power failed now. Nobody may be writing.</summary>
    public LoopDisk AfterPowerLoss()
    {
        for (int attempt = 0; attempt < 20; attempt++)
        {
            string copy = NewImage(_folder);
            (string before, _) = WritesOfDevice();
            Command.Run("cp", "--sparse=always", _image, copy);

            // The kernel may write at any time. Only a copy during which it did not is the disk of one moment.
            (string after, bool isIdle) = WritesOfDevice();
            if (after == before && isIdle)
                return new LoopDisk(_folder, copy);
            File.Delete(copy);
        }

        throw new InvalidOperationException($"The kernel does not stop writing to {_device}.");
    }

    public void Dispose()
    {
        if (!_isMounted)
            return;
        _isMounted = false;
        try
        {
            Command.Run("umount", Root);
        }
        catch (CommandException)
        {
            // A process may still have it open. It must not stay mounted for that.
            Command.Run("umount", "--lazy", Root);
            throw;
        }

        File.Delete(_image);
    }

    private static string NewImage(TempFolder folder) => folder[$"disk-{Guid.NewGuid():N}"];

    /// <summary>How many writes the device has completed, and whether none is under way.</summary>
    private (string Completed, bool IsIdle) WritesOfDevice()
    {
        string[] figures = File.ReadAllText($"/sys/block/{_device}/stat").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return (figures[4], figures[8] == "0");
    }
}
