using CsCheck;
using VirtualWindow.Domain.Calendar;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Catalogue;
using VirtualWindow.Domain.Sessions;

namespace VirtualWindow.Domain.Tests;

public sealed class ProcedureTests
{
    private static readonly SiteId Gushi = new("gushi");
    private static readonly SiteId Suzhou = new("suzhou");
    private static readonly DateOnly Monday = new(2026, 3, 2);
    private static readonly WorkCalendar Calendar = WorkCalendarTests.Calendar;
    private static readonly Official Clerk = new(new("clerk"), "李敏", "GS01", Gushi);
    private static readonly Official Reviewer = new(new("reviewer"), "赵刚", "GS50", Gushi);
    private static readonly Official Head = new(new("head"), "周海霞", "GS90", Gushi);
    private static readonly Official FarClerk = new(new("far"), "陆晓燕", "SZ01", Suzhou);

    [Fact]
    public void A_case_goes_from_receipt_to_archive_and_leaves_a_record_of_each_act()
    {
        var procedure = Receive();
        Made(procedure.Accept(By(Clerk)));
        Made(procedure.Review(Reviewer, By(Reviewer)));
        Made(procedure.Decide("certificate", "准予", By(Reviewer, 3)));
        Made(procedure.Deliver(By(Clerk, 4)));
        Made(procedure.Archive(By(Clerk, 5)));
        Assert.Equal((ProcedureState.Archived, Monday.AddDays(3), Monday.AddDays(4), Monday.AddDays(5)),
            (procedure.State, procedure.DecidedOn!.Value, procedure.DeliveredOn!.Value, procedure.ArchivedOn!.Value));
        Assert.Equal(("certificate", DecisionCode.ListVersion), (procedure.DecisionCode, procedure.DecisionListVersion!.Value));
        Assert.Equal(
            [ProcedureMove.Receive, ProcedureMove.Accept, ProcedureMove.Review, ProcedureMove.Decide, ProcedureMove.Deliver, ProcedureMove.Archive],
            procedure.Record.Select(line => line.Move));
        Assert.Equal("李敏 GS01", procedure.Record[1].ByName);
    }

    [Fact]
    public void Who_accepted_neither_reviews_nor_decides()
    {
        var procedure = Accepted();
        Assert.Equal(ProcedureRefusal.AcceptedByYourself, procedure.Review(Clerk, By(Clerk)));
        Made(procedure.Review(Reviewer, By(Reviewer)));
        Assert.Equal(ProcedureRefusal.AcceptedByYourself, procedure.Decide("granted", "", By(Clerk)));
        Assert.Equal(ProcedureState.UnderReview, procedure.State);
    }

    [Fact]
    public void A_supplement_is_asked_once_and_begins_the_term_anew()
    {
        var procedure = Receive();
        Made(procedure.AskSupplement("户口簿；授权书", By(Clerk, 1)));
        Assert.Null(procedure.Clock);
        Made(procedure.Supplement(By(Clerk, 9)));
        Assert.Equal((ClockKind.Acceptance, Monday.AddDays(9)), (procedure.Clock!.Kind, procedure.Clock.Start));
        Assert.Equal(ProcedureRefusal.SupplementAskedAlready, procedure.AskSupplement("还有", By(Clerk, 9)));
        Made(procedure.Accept(By(Clerk, 10)));
        Assert.Equal("户口簿；授权书", procedure.SupplementText);
    }

    [Fact]
    public void A_supplement_that_never_came_ends_the_case_without_delivery()
    {
        var procedure = Receive();
        Made(procedure.AskSupplement("户口簿", By(Clerk)));
        Made(procedure.GiveUpSupplement(By(Clerk, 30)));
        Assert.Equal("not-supplemented", procedure.DecisionCode);
        Made(procedure.Archive(By(Clerk, 31)));
    }

    [Fact]
    public void Silence_accepts_from_the_day_of_receipt_and_not_a_day_earlier()
    {
        var procedure = Receive();
        Assert.False(procedure.AcceptByLapse(At(7), Monday.AddDays(7), Calendar));
        Assert.True(procedure.AcceptByLapse(At(8), Monday.AddDays(8), Calendar));
        Assert.Equal((ProcedureState.Accepted, Monday), (procedure.State, procedure.AcceptedOn!.Value));
        Assert.Null(procedure.AcceptedBy);
        Made(procedure.Review(Clerk, By(Clerk, 9)));
    }

    [Fact]
    public void A_hearing_stops_the_clock_and_an_extension_adds_to_it_once()
    {
        var procedure = Accepted();
        Made(procedure.Review(Reviewer, By(Reviewer)));
        Made(procedure.Suspend(SpecialProcedure.Hearing, 10, "申请人要求听证", By(Reviewer, 2)));
        procedure.LookAt(Calendar, Monday.AddDays(100));
        Assert.Equal(((DateOnly?)null, Warning.None), (procedure.DueOn, procedure.Warning));
        Made(procedure.Resume(By(Reviewer, 9)));
        procedure.LookAt(Calendar, Monday.AddDays(9));
        Assert.Equal(Calendar.AddWorkingDays(Monday, 20 + 5), procedure.DueOn);

        Assert.Equal(ProcedureRefusal.ApprovedByYourself, procedure.Extend(10, "情况复杂", By(Reviewer, 9)));
        Assert.Equal(ProcedureRefusal.TooManyDays, procedure.Extend(11, "情况复杂", By(Head, 9)));
        Made(procedure.Extend(10, "情况复杂", By(Head, 9)));
        Assert.Equal(ProcedureRefusal.ExtendedAlready, procedure.Extend(1, "还要", By(Head, 9)));
        procedure.LookAt(Calendar, Monday.AddDays(9));
        Assert.Equal(Calendar.AddWorkingDays(Monday, 35), procedure.DueOn);
    }

    [Fact]
    public void A_warning_is_told_when_it_grows_and_not_again()
    {
        var procedure = Accepted();
        var due = Calendar.AddWorkingDays(Monday, 20);
        Assert.False(procedure.LookAt(Calendar, Monday));
        Assert.True(procedure.LookAt(Calendar, due));
        Assert.False(procedure.LookAt(Calendar, due));
        Assert.True(procedure.LookAt(Calendar, due.AddDays(1)));
        Assert.Equal((Warning.Red, due), (procedure.Warning, procedure.DueOn!.Value));
    }

    [Fact]
    public void Only_what_was_delivered_is_archived_when_there_is_something_to_deliver()
    {
        var procedure = Accepted();
        Made(procedure.Review(Reviewer, By(Reviewer)));
        Assert.Equal(ProcedureRefusal.NoSuchDecision, procedure.Decide("withdrawn", "", By(Reviewer)));
        Assert.Equal(ProcedureRefusal.NoSuchDecision, procedure.Decide("whatever", "", By(Reviewer)));
        Made(procedure.Decide("denied", "不符合条件", By(Reviewer)));
        Assert.Equal(ClockKind.Delivery, procedure.Clock!.Kind);
        Assert.Equal(ProcedureRefusal.NotDelivered, procedure.Archive(By(Clerk)));
    }

    [Theory]
    [InlineData(CrossProvinceMode.None, Outcome.Accepted, ProcedureState.Accepted)]
    [InlineData(CrossProvinceMode.Online, Outcome.Accepted, ProcedureState.Accepted)]
    [InlineData(CrossProvinceMode.Collected, Outcome.Accepted, ProcedureState.Collected)]
    [InlineData(CrossProvinceMode.Joint, Outcome.Accepted, ProcedureState.Forwarded)]
    [InlineData(CrossProvinceMode.Collected, Outcome.SupplementNeeded, ProcedureState.SupplementAsked)]
    [InlineData(CrossProvinceMode.Joint, Outcome.Refused, ProcedureState.Refused)]
    [InlineData(CrossProvinceMode.Online, Outcome.Withdrawn, ProcedureState.Decided)]
    public void A_sitting_in_the_other_hall_opens_the_procedure_as_its_mode_says(CrossProvinceMode mode, Outcome outcome, ProcedureState state) =>
        Assert.Equal(state, Opened(mode, outcome, Suzhou)!.State);

    [Theory]
    [InlineData(Outcome.Consulted)]
    [InlineData(Outcome.Referred)]
    [InlineData(Outcome.NoShow)]
    public void Where_nothing_was_applied_for_there_is_no_procedure(Outcome outcome) => Assert.Null(Opened(CrossProvinceMode.Online, outcome, Suzhou));

    [Fact]
    public void What_is_collected_elsewhere_is_accepted_by_the_authority_from_the_day_it_arrives()
    {
        var procedure = Opened(CrossProvinceMode.Collected, Outcome.Accepted, Suzhou)!;
        Assert.Null(procedure.Clock);
        Assert.Equal(ProcedureRefusal.WithAnotherAuthority, procedure.TakeOver(By(FarClerk, 1)));
        Made(procedure.TakeOver(By(Clerk, 3)));
        Assert.Equal((Gushi, Monday.AddDays(3)), (procedure.Holder, procedure.ReceivedOn));
        Assert.Equal(ProcedureRefusal.WithAnotherAuthority, procedure.Accept(By(FarClerk, 3)));
        Made(procedure.Accept(By(Clerk, 4)));
        Assert.Equal(Clerk.Staff, procedure.AcceptedBy);
        Assert.Equal(ProcedureRefusal.NothingToHandOver, procedure.HandOver(By(Clerk, 4)));
    }

    [Fact]
    public void What_another_hall_collected_goes_on_when_it_is_complete_and_nobody_asks_again()
    {
        var procedure = Opened(CrossProvinceMode.Collected, Outcome.SupplementNeeded, Suzhou)!;
        Made(procedure.Supplement(By(FarClerk, 2)));
        Assert.False(procedure.AcceptByLapse(At(60), Monday.AddDays(60), Calendar));
        Assert.True(procedure.Permits(ProcedureMove.HandOver, FarClerk));
        Made(procedure.HandOver(By(FarClerk, 3)));
        Made(procedure.TakeOver(By(Clerk, 5)));
        Assert.Equal((ProcedureState.Received, Monday.AddDays(5)), (procedure.State, procedure.Clock!.Start));
        Assert.Equal(ProcedureRefusal.SupplementAskedAlready, procedure.AskSupplement("还有", By(Clerk, 5)));
        Assert.False(procedure.Permits(ProcedureMove.AskSupplement, Clerk));
        Made(procedure.Accept(By(Clerk, 6)));
    }

    [Fact]
    public void What_is_accepted_elsewhere_is_decided_by_the_authority_and_the_clock_runs_on_the_way()
    {
        var procedure = Opened(CrossProvinceMode.Joint, Outcome.Accepted, Suzhou)!;
        Assert.Equal((ClockKind.Decision, Monday, 45), (procedure.Clock!.Kind, procedure.Clock.Start, procedure.DecisionTerm.Days));
        Made(procedure.TakeOver(By(Clerk, 2)));
        Assert.Equal(Monday, procedure.Clock.Start);
        Made(procedure.Review(Clerk, By(Clerk, 2)));
        Made(procedure.Decide("granted", "准予", By(Clerk, 3)));
        Assert.Equal(FarClerk.Staff, procedure.AcceptedBy);
    }

    [Fact]
    public void A_linked_case_is_a_case_of_its_own_for_another_department()
    {
        var main = Filed(Outcome.Accepted, Gushi);
        var linked = Case.Link(new(Guid.NewGuid()), main, new(new("RS-01"), "社保转移", "Social insurance", new("RS"), "县人社局"));
        Assert.Equal((main.Id, CaseState.Pending, main.Session), (linked.MainCase!.Value, linked.State, linked.Session));
        Assert.Equal((null, null, null, false), (linked.Number, linked.EvidenceHash, linked.ProtectedPassword, linked.PromiseSet));
        Assert.False(main.Linked);
        Assert.True(ProcedureOpening.Of(linked, Item(null), Calendar, Monday)!.Joint);
    }

    /// <summary>Whatever anybody does in whatever order: the rules hold and the record is whole.</summary>
    [Fact]
    public void No_order_of_acts_breaks_a_rule() =>
        Gen.Select(Gen.Enum<CrossProvinceMode>(), Gen.Bool, Gen.Select(Gen.Enum<ProcedureMove>(), Gen.Int[0, 3], Gen.Int[0, 20]).Array[0, 60]).Sample((mode, far, acts) =>
        {
            var procedure = Procedure.Receive(new(new(Guid.Empty), Gushi, far ? Suzhou : Gushi, new("GA"), mode, LegalTerms.Decision, false), By(far ? FarClerk : Clerk));
            foreach (var (move, who, day) in acts) Try(procedure, move, By(Officials[who], day));
            Check(procedure);
        });

    /// <summary>Wherever a case got to, somebody can bring it to its end; also when a term ran out on the way.</summary>
    [Fact]
    public void No_order_of_acts_leads_to_a_dead_end() =>
        Gen.Select(Gen.Enum<CrossProvinceMode>(), Gen.Bool, Gen.Bool, Gen.Bool, Gen.Select(Gen.Enum<ProcedureMove>(), Gen.Int[0, 3]).Array[0, 12]).Sample((mode, far, whole, lapse, acts) =>
        {
            var procedure = Opened(mode, whole ? Outcome.Accepted : Outcome.SupplementNeeded, far ? Suzhou : Gushi)!;
            foreach (var (move, who) in acts) Try(procedure, move, By(Officials[who], 1));
            if (lapse) procedure.AcceptByLapse(At(90), Monday.AddDays(90), Calendar);
            for (var round = 0; round < Onward.Length; round++)
                foreach (var move in Onward)
                    foreach (var who in Officials)
                        Try(procedure, move, By(who, 91));
            Assert.Equal(ProcedureState.Archived, procedure.State);
        });

    private static readonly Official[] Officials = [Clerk, Reviewer, Head, FarClerk];

    private static readonly ProcedureMove[] Onward =
    [
        ProcedureMove.Resume, ProcedureMove.Supplement, ProcedureMove.HandOver, ProcedureMove.TakeOver, ProcedureMove.Accept, ProcedureMove.Review,
        ProcedureMove.Decide, ProcedureMove.Deliver, ProcedureMove.Archive,
    ];

    private static void Check(Procedure procedure)
    {
        var record = procedure.Record;
        int Count(ProcedureMove move) => record.Count(line => line.Move == move);
        StaffId? Of(ProcedureMove move) => record.LastOrDefault(line => line.Move == move)?.By;
        Assert.Equal(Enumerable.Range(1, record.Count), record.Select(line => line.Serial));
        Assert.All(record.Zip(record.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
        Assert.True(Count(ProcedureMove.AskSupplement) <= 1 && Count(ProcedureMove.Extend) <= 1 && Count(ProcedureMove.HandOver) <= 1);
        Assert.True(Of(ProcedureMove.Accept) is null || Of(ProcedureMove.Accept) != Of(ProcedureMove.Review));
        Assert.True(Of(ProcedureMove.Accept) is null || Of(ProcedureMove.Accept) != Of(ProcedureMove.Decide));
        Assert.True(Of(ProcedureMove.Extend) is null || Of(ProcedureMove.Extend) != procedure.Reviewer);
        if (procedure.State == ProcedureState.Archived && procedure.DecisionCode is { } code && DecisionCode.Find(code)!.Delivered)
            Assert.NotNull(procedure.DeliveredOn);
        if (procedure.Holder != procedure.Authority) Assert.Null(procedure.Reviewer);
    }

    private static void Try(Procedure procedure, ProcedureMove move, Act act)
    {
        try
        {
            _ = move switch
            {
                ProcedureMove.AskSupplement => procedure.AskSupplement("缺", act),
                ProcedureMove.Supplement => procedure.Supplement(act),
                ProcedureMove.HandOver => procedure.HandOver(act),
                ProcedureMove.TakeOver => procedure.TakeOver(act),
                ProcedureMove.Accept => procedure.Accept(act),
                ProcedureMove.Refuse => procedure.Refuse("不属于本机关职权", act),
                ProcedureMove.Review => procedure.Review(act.By!, act),
                ProcedureMove.Suspend => procedure.Suspend(SpecialProcedure.Inspection, 5, "检测", act),
                ProcedureMove.Resume => procedure.Resume(act),
                ProcedureMove.Extend => procedure.Extend(5, "复杂", act),
                ProcedureMove.Decide => procedure.Decide("certificate", "准予", act),
                ProcedureMove.Withdraw => procedure.Withdraw(act),
                ProcedureMove.GiveUpSupplement => procedure.GiveUpSupplement(act),
                ProcedureMove.Deliver => procedure.Deliver(act),
                ProcedureMove.Archive => procedure.Archive(act),
                _ => null,
            };
        }
        catch (IllegalMoveException)
        {
            // The table says no: nothing may have changed, which the record's chain shows.
        }
    }

    private static Procedure Receive() =>
        Procedure.Receive(new(new(Guid.NewGuid()), Gushi, Gushi, new("GA"), CrossProvinceMode.None, LegalTerms.Decision, false), By(Clerk));

    private static Procedure Accepted()
    {
        var procedure = Receive();
        Made(procedure.Accept(By(Clerk)));
        return procedure;
    }

    private static Procedure? Opened(CrossProvinceMode mode, Outcome outcome, SiteId servedAt) => ProcedureOpening.Of(
        Filed(outcome, servedAt), Item(mode switch
        {
            CrossProvinceMode.Online => "全程网办",
            CrossProvinceMode.Collected => "异地代收代办",
            CrossProvinceMode.Joint => "多地联办",
            _ => null,
        }), Calendar, Monday);

    private static Case Filed(Outcome outcome, SiteId servedAt) => Case.Open(new(Guid.NewGuid()), new(
        new(Guid.NewGuid()), new(Guid.NewGuid()), "A001", Gushi, servedAt, servedAt == Gushi ? Clerk.Staff : FarClerk.Staff, "陆晓燕", "SZ01", new("GA-05"),
        "工作调动户口迁移", "Household transfer", new("GA"), "县公安局", new("411525"), "张三", null, outcome, "缺户口簿", At(0), At(0)));

    private static ServiceItem Item(string? mode) => new()
    {
        Code = new("GA-05"), Name = "工作调动户口迁移", NameEn = "", Department = new("GA"), Audience = Audience.Person, Category = "", Summary = "", Materials = [],
        CrossProvinceMode = mode,
    };

    private static void Made(ProcedureRefusal? refusal) => Assert.Null(refusal);

    private static Act By(Official who, int daysLater = 0) => new(who, At(daysLater), Monday.AddDays(daysLater));

    private static DateTimeOffset At(int daysLater) => new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8)).AddDays(daysLater);
}
