using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Ratings;

namespace VirtualWindow.Domain.Tests;

public sealed class BadReviewTests
{
    private static readonly SiteId Gushi = new("gushi");
    private static readonly DateOnly Day = new(2026, 9, 18);
    private static readonly Official Clerk = new(new("clerk"), "李敏", "GS01", Gushi);
    private static readonly Official Lead = new(new("lead"), "周海霞", "GS90", Gushi);
    private static readonly Official Head = new(new("head"), "郑志远", "GS91", Gushi);

    [Fact]
    public void It_is_called_back_confirmed_put_right_and_told_within_five_working_days()
    {
        var review = Open();
        Assert.Equal(new DateOnly(2026, 9, 24), review.DueOn);
        foreach (var move in (ReviewMove[])[ReviewMove.CallBack, ReviewMove.Confirm, ReviewMove.Rectify, ReviewMove.Close]) Assert.Null(review.Make(move, By(Lead)));
        Assert.Equal((ReviewState.Closed, Day), (review.State, review.EndedOn!.Value));
        Assert.Equal([1, 2, 3, 4], review.Record.Select(line => line.Serial));
        Assert.False(review.IsOverdue(Day.AddDays(60)));
    }

    [Fact]
    public void Nobody_is_excluded_unheard() => Assert.Throws<IllegalMoveException>(() => Open().Make(ReviewMove.Exclude, By(Lead)));

    [Fact]
    public void Who_was_rated_may_only_appeal_and_only_that_person_may()
    {
        var review = Open();
        Assert.Equal(ReviewRefusal.RatedYourself, review.Make(ReviewMove.CallBack, By(Clerk)));
        review.Make(ReviewMove.CallBack, By(Lead));
        review.Make(ReviewMove.Confirm, By(Lead));
        Assert.Equal(ReviewRefusal.NotYourRating, review.Make(ReviewMove.Appeal, By(Lead)));
        Assert.Null(review.Make(ReviewMove.Appeal, By(Clerk)));
    }

    [Fact]
    public void An_appeal_is_decided_by_somebody_else_and_may_end_it_as_mistaken()
    {
        var review = Open();
        review.Make(ReviewMove.CallBack, By(Lead));
        review.Make(ReviewMove.Confirm, By(Lead));
        review.Make(ReviewMove.Appeal, By(Clerk));
        Assert.Equal(ReviewRefusal.ConfirmedByYourself, review.Make(ReviewMove.Exclude, By(Lead)));
        Assert.Null(review.Make(ReviewMove.Exclude, By(Head)));
        Assert.True(review.Over);
    }

    [Fact]
    public void After_its_last_day_it_is_overdue_until_it_is_put_right()
    {
        var review = Open();
        Assert.False(review.IsOverdue(review.DueOn));
        Assert.True(review.IsOverdue(review.DueOn.AddDays(1)));
        foreach (var move in (ReviewMove[])[ReviewMove.CallBack, ReviewMove.Confirm, ReviewMove.Rectify]) review.Make(move, By(Lead));
        Assert.False(review.IsOverdue(review.DueOn.AddDays(1)));
    }

    [Fact]
    public void An_invitation_is_repeated_once_and_never_after_an_answer()
    {
        var invitation = RatingInvitation.Send(new(Guid.NewGuid()), RatingOccasion.Visit, At);
        var rules = new RatingRules();
        Assert.False(invitation.Remind(rules, At.AddDays(3).AddSeconds(-1)));
        Assert.True(invitation.Remind(rules, At.AddDays(3)));
        Assert.False(invitation.Remind(rules, At.AddDays(30)));
        var answered = RatingInvitation.Send(new(Guid.NewGuid()), RatingOccasion.Visit, At);
        answered.Answered(At.AddDays(1));
        Assert.False(answered.Remind(rules, At.AddDays(30)));
    }

    private static DateTimeOffset At => new(2026, 9, 18, 9, 0, 0, TimeSpan.FromHours(8));

    private static BadReview Open() => BadReview.Open(
        Rating.Give(new(Guid.NewGuid()), new(Guid.NewGuid()), 1, "等太久", At), Gushi, Clerk.Staff, Day, WorkCalendarTests.Calendar, new());

    private static Act By(Official who) => new(who, At, Day, "说明");
}
