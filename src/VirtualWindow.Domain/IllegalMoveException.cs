namespace VirtualWindow.Domain;

/// <summary>A state machine was asked for a move that its table does not allow: the caller saw an older state.</summary>
public sealed class IllegalMoveException(string machine, string state, string move)
    : InvalidOperationException($"{machine}: {move} is not a legal move from {state}.")
{
    public string Machine { get; } = machine;
    public string State { get; } = state;
    public string Move { get; } = move;
}
