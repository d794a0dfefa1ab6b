using System.Net;
using System.Net.Http.Json;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Testing;
using VirtualWindow.Testing.HubClients;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.Scenarios;

/// <summary>
/// The database goes away under a hall at work: whoever asks is told so in a sentence, the process stays up, and when the database is
/// back everybody is where they were and the next sitting goes through.
/// </summary>
public sealed class StorageAwayTests
{
    private const string Password = "storage-away";
    /// <summary>Longer than the three beats after which a connection counts as lost, and the desk's grace on top.</summary>
    private const int BeatsMissed = 7;
    private readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    private static HostLaunch Launch => new()
    {
        StaffPassword = Password,
        Settings = new Dictionary<string, string> { ["Signaling__HeartbeatInterval"] = "00:00:01", ["Signaling__DeskGrace"] = "00:00:02" },
    };

    [Fact]
    public async Task A_postgresql_that_is_stopped_is_told_in_a_sentence_and_costs_nobody_the_place()
    {
        PostgresBinaries.Require();
        // Durable: what was acknowledged before the stop must be there after it.
        await using var server = await PostgresCluster.StartAsync(durable: true);
        await using var host = await HostProcess.StartAsync(OnPostgres.Launch(Launch, await server.CreateDatabaseAsync()), _ct);
        await using var hall = await WaitingHall.OpenAsync(host);

        await server.StopServerAsync();
        await hall.AssertRefusesAsync(Request.Reads | Request.Writes);
        await MissedBeatsAsync(host, BeatsMissed);
        await server.StartServerAsync();

        await hall.AssertGoesOnAsync();
    }

    [Fact]
    public async Task A_full_disk_is_told_in_a_sentence_and_costs_nobody_the_place()
    {
        await using var disk = await TinyDisk.MountAsync(megabytes: 48);
        await using var host = await HostProcess.StartAsync(Launch with { DataRoot = disk.Path }, _ct);
        await using var hall = await WaitingHall.OpenAsync(host);

        disk.Fill();
        await MissedBeatsAsync(host, BeatsMissed);
        await hall.AssertRefusesAsync(Request.Writes);
        disk.Free();

        await hall.AssertGoesOnAsync();
        await host.StopAsync();
        using var records = new HallRecords(disk.Path);
        Assert.Equal("ok", records.IntegrityCheck());
    }

    private Task MissedBeatsAsync(HostProcess host, int count) => Eventually.HoldsAsync(
        () => Task.FromResult(host.Output.Count(line => line.Contains("Connections could not be confirmed", StringComparison.Ordinal)) >= count), _ct);

    [Flags]
    private enum Request { Reads = 1, Writes = 2 }

    /// <summary>One applicant who waits and one clerk at coffee, both connected.</summary>
    private sealed class WaitingHall(HostProcess host, ApplicantClient applicant, DeskClient desk, string ticket) : IAsyncDisposable
    {
        private static readonly TakeTicketRequest Wish = new("GA-01", "411525", null, null, null, "zh-CN", PriorityNeed.None, false);

        public static async Task<WaitingHall> OpenAsync(HostProcess host)
        {
            var desk = await DeskClient.ConnectAsync(host.Address, await StaffCookies.OfAsync(host, "gushi01", Password));
            Assert.Null((await desk.SetPresence(new(Presence.Away, AwayReason.Break))).Refusal);
            var applicant = await ApplicantClient.ConnectAsync(host.Address);
            var taken = (await applicant.TakeTicket(Wish)).Value!;
            (await applicant.JoinAsync(taken.JoinToken)).EnsureSuccessStatusCode();
            return new(host, applicant, desk, taken.Snapshot.Ticket!.Number);
        }

        public async Task AssertRefusesAsync(Request kind)
        {
            if (kind.HasFlag(Request.Reads)) await AssertReadsAreRefusedAsync();
            AssertAway((await desk.ReadyAsync()).Refusal);
            AssertAway((await applicant.LeaveQueue()).Refusal);
            using var client = host.CreateClient();
            Assert.Equal("Healthy", await client.GetStringAsync("/healthz/live"));
            Assert.False(host.HasExited);
        }

        public async Task AssertGoesOnAsync()
        {
            await Eventually.HoldsAsync(async () => (await desk.ReadyAsync()).Refusal is null, TestContext.Current.CancellationToken);
            // Never set offline, never expired: both are told their state as it was before the outage.
            Assert.DoesNotContain(desk.States.All, state => state.Desk.Presence == Presence.Offline && state.Sequence > desk.States.All.First().Sequence);
            Assert.Equal(ticket, applicant.States.Latest!.Ticket!.Number);
            var offer = await desk.OfferAsync();
            Assert.Equal(ticket, offer.Applicant.TicketNumber);
            Assert.Null((await desk.AcceptOffer(new(offer.OfferId))).Refusal);
            var call = (await applicant.UntilAsync(ApplicantStage.Called)).Call!;
            Assert.Null((await applicant.JoinSession(new(call.SessionId))).Refusal);
            await desk.States.UntilAsync(state => state.Session?.ApplicantJoined == true, "the applicant");
            Assert.Null((await desk.EndSession(new(call.SessionId, SessionOutcome.Accepted, null))).Refusal);
            await applicant.States.UntilAsync(state => state.Receipt is { Filed: true }, "the filed case", TimeSpan.FromSeconds(60));
        }

        public async ValueTask DisposeAsync()
        {
            await applicant.DisposeAsync();
            await desk.DisposeAsync();
        }

        private async Task AssertReadsAreRefusedAsync()
        {
            AssertAway((await desk.RecentCases()).Refusal);
            using var client = host.CreateClient();
            using var catalogue = await client.GetAsync("/api/catalogue");
            using var signIn = await client.PostAsJsonAsync("/api/staff/sign-in", new SignInRequest("lead01", Password));
            foreach (var answer in (HttpResponseMessage[])[catalogue, signIn])
            {
                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                AssertAway(await answer.Content.ReadFromJsonAsync<Refusal>());
            }
            using var ready = await client.GetAsync("/healthz/ready");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        }

        private static void AssertAway(Refusal? refusal) => Assert.Equal(Refusals.StorageAway, refusal);
    }
}
