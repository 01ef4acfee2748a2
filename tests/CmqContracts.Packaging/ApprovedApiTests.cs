using System.Reflection;

namespace CmqContracts.Packaging;

/// <summary>The public API is a text that is reviewed like code. A change shows up here; to approve it, move the received file over the approved one.</summary>
public sealed class ApprovedApiTests
{
    [Theory]
    [InlineData("CmqContracts.Protocol")]
    [InlineData("CmqContracts.Broker")]
    [InlineData("CmqContracts.Sqlite")]
    [InlineData("CmqContracts")]
    [InlineData("CmqContracts.Server")]
    public void The_public_api_is_the_approved_one(string assembly)
    {
        string approvedFile = Repository.PathOf("tests", "CmqContracts.Packaging", "Api", $"{assembly}.approved.txt");
        string receivedFile = Repository.PathOf("tests", "CmqContracts.Packaging", "Api", $"{assembly}.received.txt");
        string received = ApiText.Of(Assembly.Load(assembly));
        string approved = File.Exists(approvedFile) ? File.ReadAllText(approvedFile) : "";
        if (approved == received)
        {
            File.Delete(receivedFile);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(receivedFile)!);
        File.WriteAllText(receivedFile, received);
        string[] before = approved.Split('\n'), after = received.Split('\n');
        Assert.Fail($"The public API of {assembly} changed.\n" +
            string.Join('\n', before.Except(after).Select(line => "- " + line.Trim()).Concat(after.Except(before).Select(line => "+ " + line.Trim()))) +
            $"\nTo approve: mv {Path.GetFileName(receivedFile)} {Path.GetFileName(approvedFile)} in tests/CmqContracts.Packaging/Api.");
    }

    [Theory]
    [InlineData("CmqContracts.Protocol")]
    [InlineData("CmqContracts.Broker")]
    [InlineData("CmqContracts.Sqlite")]
    [InlineData("CmqContracts")]
    [InlineData("CmqContracts.Server")]
    public void The_assembly_has_a_strong_name(string assembly) =>
        Assert.NotEmpty(Assembly.Load(assembly).GetName().GetPublicKey()!);
}
