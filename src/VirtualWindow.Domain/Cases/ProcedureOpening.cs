using VirtualWindow.Domain.Calendar;
using VirtualWindow.Domain.Catalogue;
using VirtualWindow.Domain.Sessions;

namespace VirtualWindow.Domain.Cases;

/// <summary>What a sitting's outcome means to the authority.</summary>
public static class ProcedureOpening
{
    /// <summary>Opens the procedure as far as the clerk took it: accepted, supplement asked, refused or withdrawn.</summary>
    /// <param name="today">The authority's day of the sitting's end.</param>
    /// <param name="supplement">The text of the sitting's notice (一次性告知); null = what the clerk noted.</param>
    /// <returns>Null when nothing was applied for: a consultation, a referral to a counter, an applicant who went away.</returns>
    public static Procedure? Of(Case filed, ServiceItem item, WorkCalendar calendar, DateOnly today, string? supplement = null)
    {
        if (filed.Outcome is Outcome.Consulted or Outcome.Referred or Outcome.NoShow) return null;
        var act = new Act(new(filed.Clerk, filed.ClerkName, filed.ClerkNumber, filed.ServedAt), filed.EndedAt, today);
        var procedure = Procedure.Receive(SubjectOf(filed, item), act);
        Continue(procedure, filed, supplement ?? filed.Notes, act);
        procedure.LookAt(calendar, today);
        return procedure;
    }

    private static ProcedureSubject SubjectOf(Case filed, ServiceItem item)
    {
        var mode = CrossProvinceModes.Of(item.CrossProvinceMode);
        // Only these two modes leave something in the hand of another hall; else the clerk, wherever he sits, works for the authority.
        var holder = mode is CrossProvinceMode.Collected or CrossProvinceMode.Joint ? filed.ServedAt : filed.AuthoritySite;
        var joint = filed.Linked || mode == CrossProvinceMode.Joint;
        return new(filed.Id, filed.AuthoritySite, holder, filed.Department, mode, LegalTerms.DecisionOn(item, joint), joint);
    }

    private static void Continue(Procedure procedure, Case filed, string supplement, Act act)
    {
        var byClerk = act with { By = act.By! with { Site = procedure.Holder } };
        switch (filed.Outcome)
        {
            case Outcome.SupplementNeeded:
                procedure.AskSupplement(supplement, byClerk);
                break;
            case Outcome.Refused:
                procedure.Refuse(filed.Notes, byClerk);
                break;
            case Outcome.Withdrawn:
                procedure.Withdraw(byClerk);
                break;
            default:
                Accept(procedure, byClerk);
                break;
        }
    }

    // 异地代收代办: what the clerk elsewhere calls accepted is collected; it goes to the authority, which accepts. 多地联办: accepted, then handed over.
    private static void Accept(Procedure procedure, Act act)
    {
        if (procedure.Mode == CrossProvinceMode.Collected && procedure.Holder != procedure.Authority)
        {
            procedure.HandOver(act);
            return;
        }

        procedure.Accept(act);
        if (procedure.Holder != procedure.Authority) procedure.HandOver(act);
    }
}
