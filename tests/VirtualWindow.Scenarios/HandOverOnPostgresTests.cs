using Npgsql;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Testing;
using VirtualWindow.Testing.HubClients;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.Scenarios;

/// <summary>Two processes, one PostgreSQL: who is responsible for a session is a row that one conditional update changes, and the death of a process changes it too.</summary>
public sealed class HandOverOnPostgresTests
{
    private const string Password = "two-houses-one-hall";
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_a_hand_over_and_a_leaving_at_once_in_two_processes_one_counts()
    {
        await using var halls = await TwoHalls.StartAsync();
        for (var round = 0; round < 3; round++)
        {
            await using var sitting = await halls.TransferBegunAsync();
            var replies = await Task.WhenAll(sitting.HandOverAsync(), sitting.LeaveAsync());

            Assert.Single(replies, reply => reply.Refusal is null);
            var tookOver = replies[0].Refusal is null;
            Assert.Equal(tookOver ? "SZ01" : "GS01", await halls.ResponsibleAsync(sitting.Session));
            Assert.Null((await (tookOver ? halls.Second : halls.First).EndSession(new(sitting.Session, SessionOutcome.Consulted, null))).Refusal);
            await sitting.Applicant.UntilAsync(ApplicantStage.Finished);
            await halls.RestAsync();
        }
    }

    [Fact]
    public async Task The_clerk_who_asked_stays_responsible_when_the_process_of_the_next_one_is_killed_before_the_hand_over()
    {
        await using var halls = await TwoHalls.StartAsync();
        await using var sitting = await halls.TransferBegunAsync();
        await halls.There.KillAsync();

        await halls.First.States.UntilAsync(state => state.Session is { Responsible: true, Participants.Count: 2 }, "the colleague gone", TimeSpan.FromSeconds(60));
        await sitting.Applicant.States.UntilAsync(state => state.Call is { Colleague: null }, "the applicant told", TimeSpan.FromSeconds(60));
        Assert.Equal("GS01", await halls.ResponsibleAsync(sitting.Session));
        Assert.Equal(RefusalCodes.Stale, (await sitting.HandOverAsync()).Refusal!.Code);
        Assert.Null((await halls.First.EndSession(new(sitting.Session, SessionOutcome.Consulted, null))).Refusal);
        await sitting.Applicant.UntilAsync(ApplicantStage.Finished);
        Assert.Equal(1, await halls.CasesAsync());
    }

    [Fact]
    public async Task Who_had_taken_over_is_the_one_named_when_that_process_dies_and_the_sitting_is_filed_once()
    {
        await using var halls = await TwoHalls.StartAsync();
        await using var sitting = await halls.TransferBegunAsync();
        Assert.Null((await sitting.HandOverAsync()).Refusal);
        await halls.First.FinishWrapUp();
        await halls.There.KillAsync();

        await sitting.Applicant.States.UntilAsync(state => state.Stage == ApplicantStage.Finished, "the end without a clerk", TimeSpan.FromSeconds(60));
        Assert.Equal("SZ01", await halls.ClerkAsync(sitting.Session));
        Assert.Equal(1, await halls.CasesAsync());
        Assert.Equal(RefusalCodes.NotYours, (await halls.First.EndSession(new(sitting.Session, SessionOutcome.Accepted, null))).Refusal!.Code);
    }

    /// <summary>Gushi's desk in one process, Suzhou's in the other.</summary>
    private sealed class TwoHalls : IAsyncDisposable
    {
        private readonly string _database;

        private TwoHalls(string database, HostProcess here, HostProcess there, DeskClient first, DeskClient second) =>
            (_database, Here, There, First, Second) = (database, here, there, first, second);

        public HostProcess Here { get; }
        public HostProcess There { get; }
        public DeskClient First { get; }
        public DeskClient Second { get; }

        public static async Task<TwoHalls> StartAsync()
        {
            var database = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
            var launch = OnPostgres.Launch(
                new HostLaunch { StaffPassword = Password, Settings = new Dictionary<string, string> { ["Signaling__ClerkLostGrace"] = "00:00:15", ["Signaling__OfferTimeout"] = "00:02:00" } }, database);
            var here = await HostProcess.StartAsync(launch, Ct);
            var there = await HostProcess.StartAsync(launch, Ct);
            var first = await DeskClient.ConnectAsync(here.Address, await StaffCookies.OfAsync(here, "gushi01", Password));
            var second = await DeskClient.ConnectAsync(there.Address, await StaffCookies.OfAsync(there, "suzhou01", Password));
            return new(database, here, there, first, second);
        }

        /// <summary>An applicant sits with Gushi's clerk, and Suzhou's clerk has come to take over.</summary>
        public async Task<Sitting> TransferBegunAsync()
        {
            Assert.Null((await First.ReadyAsync()).Refusal);
            var applicant = await ApplicantClient.ConnectAsync(Here.Address);
            var taken = (await applicant.TakeTicket(new("SB-02", "411525", "suzhou", "张三", null, "zh-CN", PriorityNeed.None, true))).Value!;
            (await applicant.JoinAsync(taken.JoinToken)).EnsureSuccessStatusCode();
            Assert.Null((await First.AcceptOffer(new((await First.OfferAsync()).OfferId))).Refusal);
            var session = (await applicant.UntilAsync(ApplicantStage.Called)).Call!.SessionId;
            Assert.Null((await applicant.JoinSession(new(session))).Refusal);
            await First.States.UntilAsync(state => state.Session is { ApplicantJoined: true }, "the applicant");
            Assert.Null((await Second.ReadyAsync()).Refusal);
            await Second.UntilAsync(Presence.Ready);
            Assert.Null((await First.InviteColleague(new(session, ColleaguePurpose.Transfer, null, "suzhou", null))).Refusal);
            var asked = (await Second.States.UntilAsync(state => state.Asked is not null, "the invitation", TimeSpan.FromSeconds(60))).Asked!;
            Assert.Null((await Second.AnswerInvitation(new(asked.InvitationId, true, null))).Refusal);
            await First.States.UntilAsync(state => state.Session!.Invitations.Any(one => one.Stage == InvitationStage.Joined), "the colleague of the other process", TimeSpan.FromSeconds(60));
            return new(this, applicant, session, asked.InvitationId);
        }

        public async Task RestAsync()
        {
            foreach (var desk in new[] { First, Second })
            {
                await desk.UntilAsync(Presence.WrapUp);
                Assert.Null((await desk.FinishWrapUp()).Refusal);
                Assert.Null((await desk.SetPresence(new(Presence.Away, AwayReason.Break))).Refusal);
                await desk.UntilAsync(Presence.Away);
            }
        }

        /// <summary>Whom the row names, after a look that one clerk's seat is taken and no second one.</summary>
        public async Task<string> ResponsibleAsync(string session)
        {
            Assert.Equal(1L, await AskAsync(
                $"SELECT COUNT(*) FROM \"Participants\" WHERE \"Session\" = $1 AND \"Role\" = {(int)PartyRole.Clerk} AND \"JoinedAt\" IS NOT NULL AND \"LeftAt\" IS NULL", Guid.Parse(session)));
            return await ClerkAsync(session);
        }

        public async Task<string> ClerkAsync(string session) => (string)(await AskAsync("SELECT \"ClerkNumber\" FROM \"Sessions\" WHERE \"Id\" = $1", Guid.Parse(session)))!;

        public async Task<long> CasesAsync() => (long)(await AskAsync("SELECT COUNT(*) FROM \"Cases\""))!;

        private async Task<object?> AskAsync(string sql, params Guid[] ids)
        {
            await using var connection = new NpgsqlConnection(_database);
            await connection.OpenAsync(Ct);
            await using var command = new NpgsqlCommand(sql, connection);
            foreach (var id in ids) command.Parameters.Add(new NpgsqlParameter { Value = id });
            return await command.ExecuteScalarAsync(Ct);
        }

        public async ValueTask DisposeAsync()
        {
            await First.DisposeAsync();
            await Second.DisposeAsync();
            await Here.DisposeAsync();
            await There.DisposeAsync();
        }
    }

    private sealed record Sitting(TwoHalls Halls, ApplicantClient Applicant, string Session, string Invitation) : IAsyncDisposable
    {
        public Task<Reply<Done>> HandOverAsync() => Halls.First.HandOver(new(Session, Invitation));

        public Task<Reply<Done>> LeaveAsync() => Halls.Second.EndInvitation(new(Session, Invitation));

        public ValueTask DisposeAsync() => Applicant.DisposeAsync();
    }
}
