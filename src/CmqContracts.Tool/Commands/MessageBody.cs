using System.CommandLine;
using System.Text;

namespace CmqContracts.Tool;

/// <summary>The body of a message to send: an argument, or standard input as it is.</summary>
internal static class MessageBody
{
    /// <summary>More than any queue takes.</summary>
    private const int MaxBytes = 16 * 1024 * 1024;

    public static Argument<string?> Argument() => new("BODY") { Description = "The body. Without it, standard input is the body, as it is.", Arity = ArgumentArity.ZeroOrOne };

    /// <exception cref="CommandException">There is no body, or it is larger than anything can be sent.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(string? argument, CancellationToken cancellationToken)
    {
        if (argument is not null)
            return Encoding.UTF8.GetBytes(argument);
        if (!Console.IsInputRedirected)
            throw new CommandException("There is no body; give it as an argument, or on standard input.");
        using MemoryStream body = new();
        Stream input = Console.OpenStandardInput();
        byte[] buffer = new byte[64 * 1024];
        // A read of standard input cannot be cancelled, and the process may end meanwhile.
        for (int read; (read = await Task.Run(() => input.Read(buffer), cancellationToken).WaitAsync(cancellationToken)) > 0;)
        {
            body.Write(buffer, 0, read);
            if (body.Length > MaxBytes)
                throw new CommandException($"Standard input has more than {MaxBytes} bytes; to send its lines, use --batch or --lines.");
        }

        return body.ToArray();
    }
}
