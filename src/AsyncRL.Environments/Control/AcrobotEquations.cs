using System.Runtime.Intrinsics;

namespace AsyncRL.Environments.Control;

/// <summary>The equations of motion of the acrobot (Sutton and Barto, "Reinforcement Learning", 1998, section 11.3).</summary>
/// <remarks>Both links are 1 m long, weigh 1 kg, have their center of mass in the middle and a moment of inertia of 1 kg m².</remarks>
internal static class AcrobotEquations
{
    private const double Mass = 1;
    private const double Length = 1;
    private const double Center = 0.5;
    private const double Inertia = 1;
    private const double Gravity = 9.8;

    /// <summary>The rate of change of a state.</summary>
    /// <param name="state">Both angles, both angular velocities.</param>
    /// <param name="torque">The torque at the middle joint in N m.</param>
    /// <returns>Both angular velocities, both angular accelerations.</returns>
    internal static Vector256<double> Derivative(Vector256<double> state, double torque)
    {
        (double angle1, double angle2, double velocity1, double velocity2) = (state[0], state[1], state[2], state[3]);
        double cosine = Math.Cos(angle2), sine = Math.Sin(angle2);
        double inertia1 = (Mass * Center * Center) + (Mass * ((Length * Length) + (Center * Center) + (2 * Length * Center * cosine)))
            + Inertia + Inertia;
        double coupling = (Mass * ((Center * Center) + (Length * Center * cosine))) + Inertia;
        double gravity2 = Mass * Center * Gravity * Math.Cos(angle1 + angle2 - (Math.PI / 2));
        double force1 = (-Mass * Length * Center * velocity2 * velocity2 * sine)
            - (2 * Mass * Length * Center * velocity2 * velocity1 * sine)
            + (((Mass * Center) + (Mass * Length)) * Gravity * Math.Cos(angle1 - (Math.PI / 2)))
            + gravity2;
        double centrifugal2 = Mass * Length * Center * velocity1 * velocity1 * sine;
        double acceleration2 = (torque + (coupling / inertia1 * force1) - centrifugal2 - gravity2)
            / ((Mass * Center * Center) + Inertia - (coupling * coupling / inertia1));
        double acceleration1 = -((coupling * acceleration2) + force1) / inertia1;
        return Vector256.Create(velocity1, velocity2, acceleration1, acceleration2);
    }
}
