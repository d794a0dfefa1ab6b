using Microsoft.Data.Sqlite;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Recordings;
using VirtualWindow.Testing.Media;

namespace VirtualWindow.Scenarios;

/// <summary>What the hall's database holds after the program has stopped, read without the program.</summary>
internal sealed class HallRecords : IDisposable
{
    private readonly SqliteConnection _connection;

    public HallRecords(string dataRoot)
    {
        _connection = new SqliteConnection($"Data Source={Path.Combine(dataRoot, "virtualwindow.db")};Mode=ReadWrite;Pooling=False");
        _connection.Open();
    }

    public long Count(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    public string Text(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return (string)command.ExecuteScalar()!;
    }

    public string IntegrityCheck()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return (string)command.ExecuteScalar()!;
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>One recording with consent, closed, and a file with picture and sound of each participant.</summary>
    public static async Task AssertRecordedAsync(string dataRoot, int participants)
    {
        using var records = new HallRecords(dataRoot);
        Assert.Equal(1, records.Count("SELECT COUNT(*) FROM RecordingAnswers WHERE Agreed = 1"));
        Assert.Equal(1, records.Count($"SELECT COUNT(*) FROM Recordings WHERE \"End\" = {(int)RecordingEnd.SessionEnded} AND length(ManifestSha256) = 64 AND Files = {participants}"));
        // The film of all (side-by-side.webm) is FilmOfTheSitting's.
        var files = Directory.GetFiles(Path.Combine(dataRoot, "recordings"), "*.webm", SearchOption.AllDirectories).Where(file => !Path.GetFileName(file).StartsWith("side-by-side", StringComparison.Ordinal)).ToArray();
        Assert.Equal(participants, files.Length);
        foreach (var file in files)
        {
            await RecordedEvents.AssertPlaysAsync(file);
            Assert.Equal(["opus", "vp8"], (await RecordedEvents.ProbeAsync(file)).Codecs.Order());
        }
    }

    /// <summary>One ticket served, one session ended, one case filed with all its steps, nobody left at work.</summary>
    public static void AssertOneSittingOneCase(string dataRoot, string caseNumber)
    {
        using var records = new HallRecords(dataRoot);
        Assert.Equal(1, records.Count("SELECT COUNT(*) FROM Tickets"));
        Assert.Equal(1, records.Count($"SELECT COUNT(*) FROM Tickets WHERE State = {(int)TicketState.Served}"));
        Assert.Equal(1, records.Count("SELECT COUNT(*) FROM Sessions"));
        Assert.Equal(1, records.Count($"SELECT COUNT(*) FROM Sessions WHERE State = {(int)SessionState.Ended} AND EndedAt >= StartedAt"));
        Assert.Equal(1, records.Count("SELECT COUNT(*) FROM Cases"));
        Assert.Equal(1, records.Count($"SELECT COUNT(*) FROM Cases WHERE State = {(int)CaseState.Filed} AND Number = '{caseNumber}' AND length(FullNumber) = 43"));
        Assert.Equal(1, records.Count($"SELECT COUNT(*) FROM FollowUps WHERE Kind = '{FollowUpEntry.FileCase}' AND State = {(int)FollowUpState.Done}"));
        Assert.Equal(0, records.Count($"SELECT COUNT(*) FROM FollowUpSteps AS s JOIN FollowUps AS f ON f.Id = s.FollowUp WHERE f.Kind = '{FollowUpEntry.FileCase}' AND s.State NOT IN ({(int)StepState.Done}, {(int)StepState.Skipped})"));
        Assert.Equal(0, records.Count($"SELECT COUNT(*) FROM FollowUps WHERE State = {(int)FollowUpState.Dead}"));
        Assert.Equal(1, records.Count("SELECT COUNT(*) FROM Ratings"));
        Assert.Equal(0, records.Count($"SELECT COUNT(*) FROM Desks WHERE State IN ({(int)DeskState.Offered}, {(int)DeskState.Busy}, {(int)DeskState.WrapUp})"));
    }
}
