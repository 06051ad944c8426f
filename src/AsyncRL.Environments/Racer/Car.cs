using AsyncRL.Core.State;

namespace AsyncRL.Environments.Racer;

/// <summary>
/// A car as a bicycle with two axles. Their tires push sideways against their slip angle, up to the grip of the ground (Rajamani, "Vehicle
/// Dynamics and Control", chapter 2). The part of the grip that the engine or the brakes use is not available sideways. So the car slides
/// outwards if a curve is too fast, and brakes best on a straight line.
/// </summary>
internal sealed class Car(CarModel model)
{
    /// <summary>Frames per second.</summary>
    internal const int FrameRate = 60;

    private const int Substeps = 2;
    private const double Dt = 1.0 / (FrameRate * Substeps);
    private const double Gravity = 9.81;
    private const double AsphaltFriction = 1.1;
    private const double GrassFriction = 0.5;
    private const double AxleDistance = 1.3;
    private const double Wheelbase = 2 * AxleDistance;
    private const double FrontStiffness = 20;
    private const double RearStiffness = 25;
    private const double SlipSpeed = 4;
    private const double GreatestSteering = 0.5;
    private const double SteeringSeconds = 0.2;
    private const double Braking = 9.5;
    private const double RollingResistance = 0.5;
    private const double AirResistance = 2;
    private const double GrassResistance = 1;
    private const double GrassDamping = 0.45;

    /// <summary>Beyond any track and any speed: what is saved beyond them is damaged.</summary>
    private const double LargestSaved = 1e6;
    private const double LargestSavedSpeed = 1e3;
    private const double LargestSavedAngle = 4;

    /// <summary>The limits of the car.</summary>
    internal CarModel Model { get; } = model;

    /// <summary>The x coordinate of its middle, in meters.</summary>
    internal double X { get; set; }

    /// <summary>The y coordinate of its middle, in meters.</summary>
    internal double Y { get; set; }

    /// <summary>The heading, in radians from the x-axis to the left.</summary>
    internal double Heading { get; set; }

    /// <summary>Speed in the direction of the heading, in m/s.</summary>
    internal double ForwardSpeed { get; set; }

    /// <summary>Speed to the left of the heading, in m/s. It is not 0 when the car slides.</summary>
    internal double SideSpeed { get; set; }

    /// <summary>The rate of change of the heading, in radians per second.</summary>
    internal double YawRate { get; set; }

    /// <summary>The angle of the front wheels in radians, above 0 to the left.</summary>
    internal double Steering { get; set; }

    /// <summary>The direction of the heading.</summary>
    internal (double X, double Y) Direction
    {
        get
        {
            (double sine, double cosine) = Trigonometry.SineAndCosine(Heading);
            return (cosine, sine);
        }
    }

    /// <summary>Speed over ground in m/s.</summary>
    internal (double X, double Y) Velocity
    {
        get
        {
            (double x, double y) = Direction;
            return ((ForwardSpeed * x) - (SideSpeed * y), (ForwardSpeed * y) + (SideSpeed * x));
        }
    }

    /// <summary>Places the car at rest.</summary>
    internal void Place(TrackPoint place)
    {
        (X, Y) = (place.X, place.Y);
        Heading = Trigonometry.AngleOf(place.DirectionX, place.DirectionY);
        ForwardSpeed = SideSpeed = YawRate = Steering = 0;
    }

    /// <summary>Drives for one frame.</summary>
    /// <param name="controls">The driver's input.</param>
    /// <param name="isOnRoad">Whether the ground is asphalt instead of grass.</param>
    internal void Advance(Controls controls, bool isOnRoad)
    {
        for (int substep = 0; substep < Substeps; substep++)
        {
            Steer(controls.Steering);
            Push(controls.Pedal, isOnRoad);
            (double x, double y) = Velocity;
            (X, Y) = (X + (x * Dt), Y + (y * Dt));
            Heading = Trigonometry.Wrap(Heading + (YawRate * Dt));
        }
    }

    /// <summary>Saves or restores everything that the future depends on.</summary>
    internal void Transfer(StateTransfer state)
    {
        X = state.Real(X, "car's x", -LargestSaved, LargestSaved);
        Y = state.Real(Y, "car's y", -LargestSaved, LargestSaved);
        Heading = state.Real(Heading, "car's heading", -LargestSavedAngle, LargestSavedAngle);
        ForwardSpeed = state.Real(ForwardSpeed, "car's speed", -LargestSavedSpeed, LargestSavedSpeed);
        SideSpeed = state.Real(SideSpeed, "car's slide", -LargestSavedSpeed, LargestSavedSpeed);
        YawRate = state.Real(YawRate, "car's yaw rate", -LargestSavedSpeed, LargestSavedSpeed);
        Steering = state.Real(Steering, "car's steering", -LargestSavedAngle, LargestSavedAngle);
    }

    /// <summary>
    /// The wheels turn at a finite rate, up to a limit that depends on the speed. The limit is a little more than the tires can follow, so
    /// that the car can slide. It is small enough that a short steering input at high speed does not cause a slide.
    /// </summary>
    private void Steer(int direction)
    {
        double speed = Math.Abs(ForwardSpeed);
        double reach = Math.Min(GreatestSteering, (1.4 * Wheelbase * AsphaltFriction * Gravity / Math.Max(1, speed * speed)) + 0.03);
        double change = reach * Dt / SteeringSeconds;
        double target = direction * reach;
        Steering += Math.Clamp(target - Steering, -change, change);
    }

    /// <summary>Changes the three speeds by the forces of a substep; all forces are per mass.</summary>
    private void Push(Pedal pedal, bool isOnRoad)
    {
        double grip = (isOnRoad ? AsphaltFriction : GrassFriction) * Gravity;
        double drive = Math.Clamp(Drive(pedal), -0.95 * grip, 0.95 * grip);
        double axleGrip = 0.5 * Math.Sqrt((grip * grip) - (drive * drive * 0.95));

        (double sine, double cosine) = Trigonometry.SineAndCosine(Steering);
        double slipScale = 1 / (Math.Abs(ForwardSpeed) + SlipSpeed);
        double frontSlip = (((SideSpeed + (AxleDistance * YawRate)) * cosine) - (ForwardSpeed * sine)) * slipScale;
        double rearSlip = (SideSpeed - (AxleDistance * YawRate)) * slipScale;
        double front = -axleGrip * Saturated(FrontStiffness * frontSlip);
        double rear = -axleGrip * Saturated(RearStiffness * rearSlip);

        double forward = drive - (front * sine) + (YawRate * SideSpeed);
        double side = (front * cosine) + rear - (YawRate * ForwardSpeed);
        double ground = isOnRoad ? 0 : GrassResistance + (GrassDamping * Math.Abs(ForwardSpeed));
        double before = ForwardSpeed;
        ForwardSpeed = TowardsZero(before + (forward * Dt), ground * Dt);
        if (pedal != Pedal.Throttle && before > 0 && ForwardSpeed < 0) ForwardSpeed = 0;
        SideSpeed += side * Dt;
        YawRate += ((front * cosine) - rear) / AxleDistance * Dt;
    }

    /// <summary>
    /// The forward force: the engine minus air drag, or only air drag, or the brakes against the motion.
    /// </summary>
    private double Drive(Pedal pedal)
    {
        double share = ForwardSpeed / Model.TopSpeed;
        if (pedal == Pedal.Throttle) return Model.Acceleration * (1 - (share * Math.Abs(share)));
        double resistance = pedal == Pedal.Brake ? Braking : RollingResistance + (AirResistance * share * share);
        return ForwardSpeed > 0 ? -resistance : Math.Min(resistance, -ForwardSpeed / Dt);
    }

    /// <summary>The force of a tire grows with its slip and approaches its grip.</summary>
    private static double Saturated(double slip) => slip / Math.Sqrt(1 + (slip * slip));

    private static double TowardsZero(double speed, double change) =>
        speed > 0 ? Math.Max(0, speed - change) : Math.Min(0, speed + change);
}

/// <summary>The limits of a car.</summary>
/// <param name="TopSpeed">The speed on asphalt at which full throttle equals air drag, in m/s.</param>
/// <param name="Acceleration">The acceleration from rest at full throttle, in m/s².</param>
internal sealed record CarModel(double TopSpeed, double Acceleration)
{
    /// <summary>65 km/h: every curve of every track can be driven at full throttle.</summary>
    internal static CarModel Slow { get; } = new(18, 5);

    /// <summary>162 km/h: most curves cannot be driven at full throttle.</summary>
    internal static CarModel Fast { get; } = new(45, 8);

    /// <summary>The model that a word of the option names.</summary>
    internal static CarModel Of(string word) => word == "slow" ? Slow : Fast;
}
