namespace CmqContracts;

/// <summary>The messages that a handler works on, and how many of them it works on though others may have them by now.</summary>
internal sealed class RunningMessages
{
    private readonly object _gate = new();
    private readonly HashSet<RunningMessage> _messages = [];
    private int _overdue;

    /// <summary>How many have a worker though their visibility has ended.</summary>
    public int Overdue
    {
        get
        {
            lock (_gate)
                return _overdue;
        }
    }

    /// <summary>The ids of all.</summary>
    public string[] Ids
    {
        get
        {
            lock (_gate)
                return [.. _messages.Select(static message => message.Id)];
        }
    }

    public void Add(RunningMessage message)
    {
        lock (_gate)
            _messages.Add(message);
    }

    public void Remove(RunningMessage message)
    {
        lock (_gate)
        {
            if (_messages.Remove(message) && message.IsOverdue)
                _overdue--;
        }
    }

    /// <summary>The visibility of a message has ended.</summary>
    /// <returns>Whether it is still worked on.</returns>
    public bool TryNoteOverdue(RunningMessage message)
    {
        lock (_gate)
        {
            if (!_messages.Contains(message))
                return false;
            message.IsOverdue = true;
            _overdue++;
            return true;
        }
    }
}
