namespace CmqContracts.Server.Pages;

/// <summary>How messages are typed.</summary>
public enum BodyForm
{
    /// <summary>All is one message.</summary>
    One,

    /// <summary>Each line is one.</summary>
    Lines,

    /// <summary>Lines of <c>---</c> are between them.</summary>
    Parts,
}
