namespace VirtualWindow.Domain.Desks;

/// <summary>Stored as numbers: append only; the claim's conditional update names them.</summary>
public enum DeskState { Offline = 0, Ready = 1, Away = 2, Offered = 3, Busy = 4, WrapUp = 5 }

public enum DeskMove { GetReady, GoAway, GoOffline, Offer, Accept, Decline, TimeOut, Withdraw, Release, EndSession, FinishWrapUp }

/// <summary>Why a desk is away. <see cref="NoAnswer"/> is set by the server. Stored as numbers: append only.</summary>
public enum AwayCause { Break = 0, Meal = 1, Training = 2, Paperwork = 3, Technical = 4, NoAnswer = 5 }
