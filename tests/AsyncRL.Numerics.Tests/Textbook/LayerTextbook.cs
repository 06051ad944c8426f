using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Tests.Textbook;

/// <summary>A layer's two passes as a textbook writes them, in plain loops of doubles. The tests compare the kernels with them.</summary>
/// <remarks>For a new layer, derive a class from <see cref="LayerTextbook{TLayer}"/>; the tests find it by type.</remarks>
public abstract class LayerTextbook
{
    /// <summary>The layer that the loops describe.</summary>
    public abstract Type LayerType { get; }

    /// <summary>Computes the outputs. Every sum starts empty.</summary>
    public abstract void Forward(Layer layer, TextbookPass pass);

    /// <summary>
    /// Adds to the gradient of the parameters, which starts with its previous content, and computes the gradient of the inputs.
    /// </summary>
    public abstract void Backward(Layer layer, TextbookPass pass);

    /// <summary>Finds the loops of a layer.</summary>
    public static LayerTextbook? Find(Type layerType)
    {
        foreach (Type type in typeof(LayerTextbook).Assembly.GetTypes())
        {
            if (type.IsAbstract || !typeof(LayerTextbook).IsAssignableFrom(type)) continue;
            var textbook = (LayerTextbook)Activator.CreateInstance(type)!;
            if (textbook.LayerType == layerType) return textbook;
        }

        return null;
    }

    /// <summary>The message for a layer without loops.</summary>
    public static string Missing(Type layerType) =>
        $"{layerType.Name} has no textbook loops; derive a class from LayerTextbook<{layerType.Name}> in Textbook.";
}

/// <summary>The loops of one type of layer.</summary>
public abstract class LayerTextbook<TLayer> : LayerTextbook
    where TLayer : Layer
{
    /// <inheritdoc/>
    public sealed override Type LayerType => typeof(TLayer);

    /// <inheritdoc/>
    public sealed override void Forward(Layer layer, TextbookPass pass) => Forward((TLayer)layer, pass);

    /// <inheritdoc/>
    public sealed override void Backward(Layer layer, TextbookPass pass) => Backward((TLayer)layer, pass);

    /// <inheritdoc cref="LayerTextbook.Forward(Layer, TextbookPass)"/>
    protected abstract void Forward(TLayer layer, TextbookPass pass);

    /// <inheritdoc cref="LayerTextbook.Backward(Layer, TextbookPass)"/>
    protected abstract void Backward(TLayer layer, TextbookPass pass);
}
